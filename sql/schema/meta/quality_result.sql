-- required: run_key
create table if not exists meta.quality_result (
    run_key        BIGINT,
    table_name     VARCHAR,
    check_name     VARCHAR,
    check_kind     VARCHAR,
    column_name    VARCHAR,
    severity       VARCHAR,
    reason         VARCHAR,
    is_passed      BOOLEAN,
    checked_count  BIGINT,
    failed_count   BIGINT,
    observed_value VARCHAR,
    failing_rows   VARCHAR,
    checked_at     TIMESTAMP
);

comment on table meta.quality_result is 'One expectation, audit or check of the run as a whole.';
comment on column meta.quality_result.run_key is 'Run that wrote the row (meta.run).';
comment on column meta.quality_result.table_name is 'Table checked.';
comment on column meta.quality_result.check_name is 'Name of the expectation, audit or run.';
comment on column meta.quality_result.check_kind is 'expectation, audit or run.';
comment on column meta.quality_result.column_name is 'Column checked, where it is one.';
comment on column meta.quality_result.severity is 'What a failure does: block, quarantine or warn.';
comment on column meta.quality_result.reason is 'Why the check exists, in one line.';
comment on column meta.quality_result.is_passed is 'Whether the check passed.';
comment on column meta.quality_result.checked_count is 'Rows checked.';
comment on column meta.quality_result.failed_count is 'Rows that failed.';
comment on column meta.quality_result.observed_value is 'What was observed, where the check is on a whole table.';
comment on column meta.quality_result.failing_rows is 'First failing rows as a JSON list of objects.';
comment on column meta.quality_result.checked_at is 'Moment of the check (UTC).';
