-- Files below the folders of retire_folders that the ledger knows and that were not found. found_file: root_path, source_path
select known.root_path, known.source_path
from meta.source_file as known
anti join found_file as found using (root_path, source_path)
where exists (
    select 1
    from (select unnest(getvariable('retire_folders')::varchar[]) as folder)
    where starts_with(known.root_path || '/' || known.source_path, rtrim(folder, '/') || '/')
)
order by all;
