-- What another loader of the same warehouse brought in since it was read here is not loaded again: its record is a
-- duplicate, or unchanged where it is the very record. With one loader at a time there is none.
create or replace temp table known_content as
select r.content_hash, bool_or(a.root_path = r.root_path and a.source_path = r.source_path) as is_same
from staging.source_records as r
inner join core.dim_article as a using (content_hash)
anti join core.dim_article as later
    on later.article_id = a.article_id
    and later.root_path = a.root_path
    and later.source_path = a.source_path
    and later.version > a.version
where r.outcome = 'pending'
    and a.extractor_version = getvariable('extractor_version')
    and a.retired_at is null
group by all;

update staging.source_records set outcome = case when known.is_same then 'unchanged' else 'duplicate' end
from known_content as known
where source_records.content_hash = known.content_hash and source_records.outcome = 'pending';
