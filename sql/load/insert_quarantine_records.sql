-- held_record: stage, reason_code, message, source_path, content_hash, byte_count, table_name, row_json, raw_excerpt and
-- root_path (NULL where the staged record of that path and content says where it lies)
-- Files of one path below two roots can fail alike: their rows are told apart by number.
insert into quarantine.record by name
select
    key_of(
        concat_ws('|', 'quarantine', getvariable('run_key'), stage, twin.source_path, table_name, reason_code, row_json)
        || case when twin_number > 1 then '|' || twin_number else '' end
    ) as quarantine_key,
    getvariable('run_key') as run_key,
    twin.* exclude (twin_number) replace (coalesce(twin.root_path, placed.root_path) as root_path),
    coalesce(placed.file_path, twin.source_path) as file_path,
    'held' as state,
    (now() at time zone 'UTC')::timestamp as quarantined_at
from (
    select
        *,
        row_number() over (
            partition by stage, source_path, table_name, reason_code, row_json order by content_hash, message
        ) as twin_number
    from held_record
) as twin
left join (
    select source_path, content_hash, min(root_path) as root_path, arg_min(file_path, root_path) as file_path
    from staging.source_records
    group by all
) as placed on placed.source_path = twin.source_path and placed.content_hash is not distinct from twin.content_hash;
