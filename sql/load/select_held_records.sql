-- What waits in quarantine, with what is needed to read it again. No $keys: everything.
select
    quarantine_key,
    root_path,
    file_path,
    source_path,
    source_format,
    content_hash,
    byte_count,
    reason_code,
    table_name,
    raw_bytes
from quarantine.record
where state = 'held'
    and (len($keys::bigint[]) = 0 or list_contains($keys::bigint[], quarantine_key))
    and contains(lower(reason_code), lower($reason))
    and root_path is not null
order by root_path, source_path, quarantine_key;
