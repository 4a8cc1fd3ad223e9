create or replace view mart.quality_history as
select
    q.run_key,
    r.run_number,
    q.table_name,
    q.check_name,
    q.check_kind,
    q.column_name,
    q.severity,
    q.reason,
    q.is_passed,
    q.checked_count,
    q.failed_count,
    q.observed_value,
    q.failing_rows,
    q.checked_at
from meta.quality_result as q
inner join meta.run as r on r.run_key = q.run_key;

comment on view mart.quality_history is 'Every expectation and audit of every run.';
comment on column mart.quality_history.run_key is 'Run (mart.runs).';
comment on column mart.quality_history.run_number is 'Number of the run.';
comment on column mart.quality_history.table_name is 'Table checked.';
comment on column mart.quality_history.check_name is 'Expectation or audit.';
comment on column mart.quality_history.check_kind is 'expectation, audit or run.';
comment on column mart.quality_history.column_name is 'Column checked.';
comment on column mart.quality_history.severity is 'What a failure does: block, quarantine or warn.';
comment on column mart.quality_history.reason is 'Why the check exists.';
comment on column mart.quality_history.is_passed is 'Whether it passed.';
comment on column mart.quality_history.checked_count is 'Rows checked.';
comment on column mart.quality_history.failed_count is 'Rows that failed.';
comment on column mart.quality_history.observed_value is 'What was observed.';
comment on column mart.quality_history.failing_rows is 'First failing rows as a JSON list.';
comment on column mart.quality_history.checked_at is 'Moment of the check (UTC).';
