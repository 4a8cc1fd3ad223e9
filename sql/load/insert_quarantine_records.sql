-- held_record: the columns of quarantine.record without quarantine_key, run_key and quarantined_at
-- Files of one path below two roots can fail alike: their rows are told apart by number.
insert into quarantine.record by name
select
    key_of(
        concat_ws('|', 'quarantine', getvariable('run_key'), stage, source_path, table_name, reason_code, row_json)
        || case when twin_number > 1 then '|' || twin_number else '' end
    ) as quarantine_key,
    getvariable('run_key') as run_key,
    twin.* exclude (twin_number),
    (now() at time zone 'UTC')::timestamp as quarantined_at
from (
    select
        *,
        row_number() over (
            partition by stage, source_path, table_name, reason_code, row_json order by content_hash, message
        ) as twin_number
    from held_record
) as twin;
