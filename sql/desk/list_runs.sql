-- question: How did the last runs go?
select run_number, state, message, started_at, duration_s, seen_count, loaded_count, unchanged_count, quarantined_count, quote_count
from mart.runs
order by run_number desc
limit 10;
