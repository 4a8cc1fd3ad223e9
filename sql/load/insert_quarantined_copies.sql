-- A copy of a record that was held back in this run has its own row, so that its path can be found in quarantine too.
insert into quarantine.record by name
select
    held.* replace (
        key_of(
            concat_ws('|', 'quarantine', held.run_key, held.stage, copy.source_path, held.table_name, held.reason_code, held.row_json)
        ) as quarantine_key,
        copy.source_path as source_path,
        copy.root_path as root_path,
        copy.file_path as file_path,
        null::blob as raw_bytes
    )
from record_outcome as copy
inner join quarantine.record as held
    on held.run_key = getvariable('run_key') and held.content_hash = copy.content_hash
anti join (from quarantine.record where run_key = getvariable('run_key')) as own on own.source_path = copy.source_path
where copy.outcome = 'quarantined'
qualify row_number() over (
    partition by copy.root_path, copy.source_path, held.table_name, held.reason_code, held.row_json order by held.source_path
) = 1;
