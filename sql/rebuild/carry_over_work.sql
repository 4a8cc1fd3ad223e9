-- What runs logged and held back: no file tells it. The warehouse before is attached as earlier.
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
