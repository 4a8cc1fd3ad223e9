-- Copies that were read because their originals might change in this run, and of which one stays after all: the file
-- that holds it tells another article now, or what it tells was held back. They are copies as before.
-- Reads staged_version and moved_version, which hold what the run would make of it.
create or replace temp table known_content as
with
copied as (
    select content_hash from staging.source_records where outcome = 'pending_copy'
),
held_by_path as (
    select article_id, article_key, version, content_hash, root_path, source_path, extractor_version, retired_at
    from core.dim_article
    where article_id in (
        select article_id from core.dim_article where content_hash in (select content_hash from copied)
    )
    qualify row_number() over (partition by article_id, root_path, source_path order by version desc) = 1
)
select distinct held.content_hash
from held_by_path as held
left join moved_version as moved on moved.article_key = held.article_key
left join staged_version as newer
    on newer.article_id = held.article_id
    and newer.root_path = held.root_path
    and newer.source_path = held.source_path
    and newer.content_hash <> held.content_hash
    and newer.version > coalesce(moved.version, held.version)
where held.content_hash in (select content_hash from copied)
    and held.extractor_version = getvariable('extractor_version')
    and held.retired_at is null
    and newer.article_id is null;

update staging.source_records set outcome = 'duplicate'
where outcome = 'pending_copy' and content_hash in (select content_hash from known_content);
