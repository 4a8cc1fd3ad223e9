-- What people did and what runs logged: no file tells it. The warehouse before is attached as earlier.
insert into core.resolution by name from earlier.core.resolution where decided_by <> 'rule';

insert into core.dim_entity by name
from earlier.core.dim_entity
where entity_key in (from core.resolution select entity_key)
    and entity_key not in (from core.dim_entity select entity_key);

insert into meta.run by name from earlier.meta.run;
insert into meta.quality_result by name from earlier.meta.quality_result;
insert into quarantine.record by name from earlier.quarantine.record;

-- Files that are gone have no other place in the ledger than this; nor have paths that discovery rejected.
insert into meta.source_file by name
from earlier.meta.source_file
where (root_path, source_path) in (select (root_path, source_path) from missing_file);

insert into meta.source_record by name
from earlier.meta.source_record
where (root_path, file_path) in (select (root_path, source_path) from missing_file)
    or (root_path, file_path) not in (select (root_path, source_path) from earlier.meta.source_file);
