-- question: How did the latest runs go?
-- parameters: limit=10
select
    run_number,
    state,
    started_at,
    duration_s,
    seen_count,
    loaded_count,
    unchanged_count,
    duplicate_count,
    quarantined_count,
    message
from mart.runs
order by run_number desc
limit $limit::bigint;
