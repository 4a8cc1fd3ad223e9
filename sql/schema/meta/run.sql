-- grain: run_key; run_number
create table if not exists meta.run (
    run_key           BIGINT,
    run_number        INTEGER,
    run_name          VARCHAR,
    state             VARCHAR,
    message           VARCHAR,
    runner            VARCHAR,
    host_name         VARCHAR,
    process_id        INTEGER,
    started_at        TIMESTAMP,
    heartbeat_at      TIMESTAMP,
    finished_at       TIMESTAMP,
    input_paths       VARCHAR[],
    code_version      VARCHAR,
    extractor_version VARCHAR,
    model_name        VARCHAR,
    file_count        INTEGER,
    seen_count        INTEGER,
    loaded_count      INTEGER,
    unchanged_count   INTEGER,
    duplicate_count   INTEGER,
    quarantined_count INTEGER,
    word_count        INTEGER,
    mention_count     INTEGER,
    quote_count       INTEGER,
    retired_count     INTEGER,
    flow_run_id       VARCHAR
);

comment on table meta.run is 'One run of the pipeline.';
comment on column meta.run.run_key is 'Surrogate key: 63-bit hash of run_number.';
comment on column meta.run.run_number is 'Number of the run in this warehouse, counted from 1.';
comment on column meta.run.run_name is 'Name of the run as logs, reports and Prefect show it.';
comment on column meta.run.state is 'running, published, unchanged, held (by a quality check), failed or interrupted.';
comment on column meta.run.message is 'What ended the run, where it was not published.';
comment on column meta.run.runner is 'What ran the stages: prefect or direct.';
comment on column meta.run.host_name is 'Host the run ran on.';
comment on column meta.run.process_id is 'Process that ran it.';
comment on column meta.run.started_at is 'Start (UTC).';
comment on column meta.run.heartbeat_at is 'Last sign of life (UTC).';
comment on column meta.run.finished_at is 'End (UTC).';
comment on column meta.run.input_paths is 'Paths that were ingested.';
comment on column meta.run.code_version is 'Version of the package.';
comment on column meta.run.extractor_version is 'Version of code, rules and language model of the extraction.';
comment on column meta.run.model_name is 'Language model with its version.';
comment on column meta.run.file_count is 'Files found.';
comment on column meta.run.seen_count is 'Records seen: loaded, unchanged, duplicate and quarantined together.';
comment on column meta.run.loaded_count is 'Records loaded as a new article or a new version.';
comment on column meta.run.unchanged_count is 'Records known from an earlier run.';
comment on column meta.run.duplicate_count is 'Records whose content is known under another path.';
comment on column meta.run.quarantined_count is 'Records put into quarantine.';
comment on column meta.run.word_count is 'Words of the articles loaded.';
comment on column meta.run.mention_count is 'Mentions loaded.';
comment on column meta.run.quote_count is 'Quotes loaded.';
comment on column meta.run.retired_count is 'Articles closed because no input file held them any more.';
comment on column meta.run.flow_run_id is 'Flow run of Prefect that the run was; empty where it ran without Prefect.';
