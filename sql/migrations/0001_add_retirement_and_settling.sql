alter table core.dim_article add column retired_at TIMESTAMP;

alter table meta.run add column retired_count INTEGER;

alter table quarantine.record add column root_path VARCHAR;
alter table quarantine.record add column file_path VARCHAR;
alter table quarantine.record add column source_format VARCHAR;
alter table quarantine.record add column raw_bytes BLOB;
alter table quarantine.record add column state VARCHAR;
alter table quarantine.record add column settled_at TIMESTAMP;
alter table quarantine.record add column settled_by VARCHAR;
alter table quarantine.record add column settled_note VARCHAR;

-- Where a record lay was not kept: the ledger knows, where its path stands below one root alone.
update quarantine.record set root_path = known.root_path, file_path = known.file_path
from (
    select source_path, any_value(root_path) as root_path, any_value(file_path) as file_path
    from meta.source_record
    group by source_path
    having count(*) = 1
) as known
where quarantine.record.source_path = known.source_path;

update quarantine.record set file_path = source_path where file_path is null and not contains(source_path, '#');

-- What the ledger says was read since is no longer held.
update quarantine.record set state = 'held';
update quarantine.record set state = 'loaded'
where table_name is null
    and (root_path, source_path) in (select (root_path, source_path) from meta.source_record where outcome <> 'quarantined');
