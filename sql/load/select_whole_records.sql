-- Whole records among those held back, and the files they lie in, before they are written to quarantine.
-- held_record: source_path, content_hash, table_name and root_path (NULL where the staged record says where it lies)
select distinct
    coalesce(held.root_path, placed.root_path) as root_path,
    coalesce(placed.file_path, held.source_path) as file_path,
    held.source_path,
    held.content_hash
from held_record as held
left join (
    select source_path, content_hash, min(root_path) as root_path, arg_min(file_path, root_path) as file_path
    from staging.source_records
    group by all
) as placed on placed.source_path = held.source_path and placed.content_hash is not distinct from held.content_hash
where coalesce(held.root_path, placed.root_path) is not null
    and (held.table_name is null or held.table_name = 'articles')
order by root_path, source_path, content_hash;
