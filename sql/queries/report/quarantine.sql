-- question: Which records and rows did this run put into quarantine, and what do they look like?
-- parameters: run_number
select
    stage,
    reason_code,
    message,
    source_path,
    content_hash,
    table_name,
    byte_count,
    row_json,
    raw_excerpt
from mart.quarantine
where run_number = $run_number::integer
order by table_name nulls first, stage, reason_code, source_path, quarantine_key
limit 200;
