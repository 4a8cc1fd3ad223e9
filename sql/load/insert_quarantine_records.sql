-- held_record: the columns of quarantine.record without quarantine_key, run_key and quarantined_at
insert into quarantine.record by name
select
    key_of(concat_ws('|', 'quarantine', getvariable('run_key'), stage, source_path, table_name, reason_code, row_json)) as quarantine_key,
    getvariable('run_key') as run_key,
    held_record.*,
    (now() at time zone 'UTC')::timestamp as quarantined_at
from held_record;
