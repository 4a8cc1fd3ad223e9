-- How many articles below the folders of retire_folders this run retired, and how many are current there.
select
    count(*) filter (where retired_at = getvariable('run_started_at')) as retired_count,
    count(*) filter (where is_current) as current_count
from core.dim_article as a
where exists (
    select 1
    from (select unnest(getvariable('retire_folders')::varchar[]) as folder)
    where starts_with(a.root_path || '/' || a.source_path, rtrim(folder, '/') || '/')
);
