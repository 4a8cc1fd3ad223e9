create or replace view mart.runs as
select
    run_key,
    run_number,
    run_name,
    state,
    message,
    runner,
    host_name,
    started_at,
    finished_at,
    date_diff('millisecond', started_at, finished_at) / 1000 as duration_s,
    input_paths,
    file_count,
    seen_count,
    loaded_count,
    unchanged_count,
    duplicate_count,
    quarantined_count,
    word_count,
    mention_count,
    quote_count,
    retired_count,
    code_version,
    extractor_version,
    model_name,
    flow_run_id
from meta.run;

comment on view mart.runs is 'Runs of the pipeline.';
comment on column mart.runs.run_key is 'Surrogate key of the run.';
comment on column mart.runs.run_number is 'Number of the run in this warehouse.';
comment on column mart.runs.run_name is 'Name of the run.';
comment on column mart.runs.state is 'running, published, unchanged, held, failed or interrupted.';
comment on column mart.runs.message is 'What ended the run, where it was not published.';
comment on column mart.runs.runner is 'prefect or direct.';
comment on column mart.runs.host_name is 'Host.';
comment on column mart.runs.started_at is 'Start (UTC).';
comment on column mart.runs.finished_at is 'End (UTC).';
comment on column mart.runs.duration_s is 'Seconds from start to end.';
comment on column mart.runs.input_paths is 'Paths ingested.';
comment on column mart.runs.file_count is 'Files found.';
comment on column mart.runs.seen_count is 'Records seen.';
comment on column mart.runs.loaded_count is 'Records loaded.';
comment on column mart.runs.unchanged_count is 'Records known from an earlier run.';
comment on column mart.runs.duplicate_count is 'Records whose content is known under another path.';
comment on column mart.runs.quarantined_count is 'Records put into quarantine.';
comment on column mart.runs.word_count is 'Words loaded.';
comment on column mart.runs.mention_count is 'Mentions loaded.';
comment on column mart.runs.quote_count is 'Quotes loaded.';
comment on column mart.runs.retired_count is 'Articles retired.';
comment on column mart.runs.code_version is 'Version of the package.';
comment on column mart.runs.extractor_version is 'Version of code, rules and language model.';
comment on column mart.runs.model_name is 'Language model.';
comment on column mart.runs.flow_run_id is 'Flow run of Prefect, where it ran with Prefect.';
