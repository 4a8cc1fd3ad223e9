create table if not exists staging.load_plan (
    run_key           BIGINT,
    slice_count       INTEGER,
    loaded_count      INTEGER,
    file_count        INTEGER,
    unopened_count    INTEGER,
    extractor_version VARCHAR,
    retire_folders    VARCHAR[],
    layout            VARCHAR
);

comment on table staging.load_plan is 'The load under way that is committed slice by slice; empty where there is none.';
comment on column staging.load_plan.run_key is 'Run that loads (meta.run).';
comment on column staging.load_plan.slice_count is 'Slices it has.';
comment on column staging.load_plan.loaded_count is 'Slices that are committed. The last is committed with everything that ends the run.';
comment on column staging.load_plan.file_count is 'Files the run found.';
comment on column staging.load_plan.unopened_count is 'Records in files that the run did not open.';
comment on column staging.load_plan.extractor_version is 'Version of code, rules and language model of the extraction.';
comment on column staging.load_plan.retire_folders is 'Folders below which articles that no file holds any more are closed.';
comment on column staging.load_plan.layout is 'Hash of the schema and the statements that load: no others may carry on.';
