-- The ledger forgets what is gone, and an article that no file holds any more is closed, where the run was asked to. An
-- article of which a copy is left goes on with the copy's path. Looked at are files below the folders of retire_folders.
delete from meta.source_record
where (root_path, file_path) in (select (root_path, source_path) from staging.gone_sources);

delete from meta.source_file
where (root_path, source_path) in (select (root_path, source_path) from staging.gone_sources);

create or replace temp table unheld_article as
select a.article_key, a.content_hash
from core.dim_article as a
where a.is_current
    and exists (
        select 1
        from (select unnest(getvariable('retire_folders')::varchar[]) as folder)
        where starts_with(a.root_path || '/' || a.source_path, rtrim(folder, '/') || '/')
    )
    -- A file that holds something newer of its article, or something that could not be read, still stands for it.
    and not exists (
        from meta.source_record as r
        where r.root_path = a.root_path
            and r.source_path = a.source_path
            and (r.article_id = a.article_id or r.outcome in ('quarantined', 'discarded'))
    );

create or replace temp table left_copy as
select u.article_key, r.root_path, r.file_path, r.source_path
from unheld_article as u
inner join meta.source_record as r using (content_hash)
where r.outcome in ('duplicate', 'loaded')
qualify row_number() over (partition by u.article_key order by r.root_path, r.source_path) = 1;

update core.dim_article set root_path = left_copy.root_path, source_path = left_copy.source_path
from left_copy
where core.dim_article.article_key = left_copy.article_key;

update meta.source_record set outcome = 'loaded', run_key = getvariable('run_key')
from left_copy
where meta.source_record.root_path = left_copy.root_path
    and meta.source_record.file_path = left_copy.file_path
    and meta.source_record.source_path = left_copy.source_path;

update meta.source_file set outcome = recounted.outcome, run_key = getvariable('run_key')
from (
    select root_path, file_path, case when count(distinct outcome) > 1 then 'mixed' else max(outcome) end as outcome
    from meta.source_record
    where (root_path, file_path) in (select (root_path, file_path) from left_copy)
    group by all
) as recounted
where meta.source_file.root_path = recounted.root_path
    and meta.source_file.source_path = recounted.file_path
    and meta.source_file.outcome <> recounted.outcome;

update core.dim_article set
    valid_to = getvariable('run_started_at'),
    is_current = false,
    retired_at = getvariable('run_started_at')
where article_key in (from unheld_article select article_key)
    and article_key not in (from left_copy select article_key);
