-- question: What was held back, and why?
select quarantine_key, run_number, stage, reason_code, message, source_path, table_name, byte_count, state, quarantined_at, raw_excerpt, row_json
from mart.quarantine
where $state = '' or state = $state
order by state = 'held' desc, quarantined_at desc, source_path, quarantine_key
limit 500;
