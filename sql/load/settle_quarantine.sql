-- What an earlier run held back is settled where it was read again.
update quarantine.record set
    state = settled.state,
    settled_at = getvariable('run_started_at'),
    settled_by = settled.run_name,
    raw_bytes = null
from (
    select
        held.quarantine_key,
        'run ' || run.run_number as run_name,
        case
            when again.source_path is not null then 'held_again'
            when seen.source_path is not null then 'loaded'
            else 'gone'
        end as state
    from quarantine.record as held
    inner join meta.run as run on run.run_key = getvariable('run_key')
    left join (
        select root_path, source_path, max(outcome = 'loaded') as is_loaded
        from record_outcome
        group by all
    ) as seen on seen.root_path = held.root_path and seen.source_path = held.source_path
    left join (
        select distinct root_path, source_path, table_name
        from quarantine.record
        where run_key = getvariable('run_key')
    ) as again
        on again.root_path = held.root_path
        and again.source_path = held.source_path
        and again.table_name is not distinct from held.table_name
    where held.state = 'held'
        and held.run_key <> getvariable('run_key')
        -- A row of an article that is loaded is settled where the article was read again and not merely seen.
        and case
            when seen.source_path is not null then again.source_path is not null or seen.is_loaded or held.table_name is null
            else (held.root_path, held.file_path) in (select (root_path, source_path) from staging.source_files)
        end
) as settled
where quarantine.record.quarantine_key = settled.quarantine_key;

update quarantine.record set
    state = 'gone',
    settled_at = getvariable('run_started_at'),
    settled_by = 'run ' || (select run_number from meta.run where run_key = getvariable('run_key')),
    raw_bytes = null
where state = 'held'
    and (root_path, file_path) in (select (root_path, source_path) from staging.gone_sources)
    and (root_path, source_path) not in (select (root_path, source_path) from record_outcome);
