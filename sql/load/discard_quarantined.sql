update quarantine.record set
    state = 'discarded',
    settled_at = (now() at time zone 'UTC')::timestamp,
    settled_by = getvariable('person'),
    settled_note = getvariable('note')
where list_contains(getvariable('quarantine_keys')::bigint[], quarantine_key) and state = 'held';

update meta.source_record set outcome = 'discarded'
where outcome = 'quarantined'
    and (root_path, source_path) in (
        select (root_path, source_path)
        from quarantine.record
        where list_contains(getvariable('quarantine_keys')::bigint[], quarantine_key)
            and state = 'discarded'
            and (table_name is null or table_name = 'articles')
    );
