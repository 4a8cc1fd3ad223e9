-- Paths that discovery rejected before (links out of the folder, names that are no UTF-8 ...), which are no files read.
select r.root_path, r.source_path, r.reason_code
from meta.source_record as r
anti join meta.source_file as f on f.root_path = r.root_path and f.source_path = r.file_path
where r.outcome in ('quarantined', 'discarded') and r.file_path = r.source_path
order by all;
