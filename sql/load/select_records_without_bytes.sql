-- Whole records that the run $run_key held back and of which no bytes are kept.
select quarantine_key, root_path, file_path, source_path, content_hash
from quarantine.record
where run_key = $run_key
    and state = 'held'
    and raw_bytes is null
    and root_path is not null
    and (table_name is null or table_name = 'articles')
order by root_path, source_path, quarantine_key;
