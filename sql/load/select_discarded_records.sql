-- Whole records that a person decided to leave in quarantine.
select distinct root_path, source_path, content_hash, byte_count, reason_code
from quarantine.record
where state = 'discarded' and (table_name is null or table_name = 'articles')
order by all;
