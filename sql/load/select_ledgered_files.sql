-- Of the files found, those that the ledger knows in any state. found_file: root_path, source_path
select found.root_path, found.source_path
from found_file as found
semi join meta.source_file as known using (root_path, source_path)
order by all;
