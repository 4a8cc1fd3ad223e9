-- Copies that were read because their originals might change in this run, and of which one stays after all: the file
-- that holds it tells another article now, or what it tells was held back. They are copies as before.
-- Reads staged_version and moved_version, which hold what the run would make of it.
create or replace temp table known_content as
select distinct copied.content_hash
from staging.source_records as copied
inner join core.dim_article as a on a.content_hash = copied.content_hash
anti join core.dim_article as later
    on later.article_id = a.article_id
    and later.root_path = a.root_path
    and later.source_path = a.source_path
    and later.version > a.version
left join moved_version as moved on moved.article_key = a.article_key
anti join staged_version as newer
    on newer.article_id = a.article_id
    and newer.root_path = a.root_path
    and newer.source_path = a.source_path
    and newer.content_hash <> a.content_hash
    and newer.version > coalesce(moved.version, a.version)
where copied.outcome = 'pending_copy'
    and a.extractor_version = getvariable('extractor_version')
    and a.retired_at is null;

update staging.source_records set outcome = 'duplicate'
where outcome = 'pending_copy' and content_hash in (select content_hash from known_content);
