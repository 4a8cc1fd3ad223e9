-- question: How did this run go?
-- parameters: run_number
select
    run_number,
    run_name,
    state,
    message,
    runner,
    host_name,
    started_at,
    finished_at,
    duration_s,
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
    code_version,
    extractor_version,
    model_name
from mart.runs
where run_number = $run_number::integer;
