-- kind: summary
create or replace view mart.quality_latest as
select *
from mart.quality_history
where run_number = (select max(run_number) from mart.quality_history);

comment on view mart.quality_latest is 'Every expectation and audit of the latest run that made any.';
comment on column mart.quality_latest.run_key is 'Run (mart.runs).';
comment on column mart.quality_latest.run_number is 'Number of the run.';
comment on column mart.quality_latest.table_name is 'Table checked.';
comment on column mart.quality_latest.check_name is 'Expectation or audit.';
comment on column mart.quality_latest.check_kind is 'expectation, audit or run.';
comment on column mart.quality_latest.column_name is 'Column checked.';
comment on column mart.quality_latest.severity is 'What a failure does: block, quarantine or warn.';
comment on column mart.quality_latest.reason is 'Why the check exists.';
comment on column mart.quality_latest.is_passed is 'Whether it passed.';
comment on column mart.quality_latest.checked_count is 'Rows checked.';
comment on column mart.quality_latest.failed_count is 'Rows that failed.';
comment on column mart.quality_latest.observed_value is 'What was observed.';
comment on column mart.quality_latest.failing_rows is 'First failing rows as a JSON list.';
comment on column mart.quality_latest.checked_at is 'Moment of the check (UTC).';
