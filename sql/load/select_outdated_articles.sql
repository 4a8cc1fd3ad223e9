-- Articles of a slice that another version of the extraction than $present extracted, with the places their content lies in,
-- the place it was loaded from first. Of each article what its files hold now, as in select_known_records.
select
    a.content_hash,
    r.root_path,
    r.file_path,
    (r.root_path, r.source_path) = (a.root_path, a.source_path) as is_own
from core.dim_article as a
inner join core.dim_outlet as o on o.outlet_key = a.outlet_key
inner join meta.source_record as r on r.content_hash = a.content_hash and r.outcome in ('loaded', 'duplicate')
anti join core.dim_article as later
    on later.article_id = a.article_id
    and later.root_path = a.root_path
    and later.source_path = a.source_path
    and later.version > a.version
where a.retired_at is null
    and a.extractor_version <> $present
    and ($since::date is null or a.published_on >= $since::date)
    and ($until::date is null or a.published_on <= $until::date)
    and contains(lower(coalesce(o.outlet_name, '')), lower($outlet))
    and contains(a.extractor_version, $extracted_by)
    and a.source_path glob $path
order by a.content_hash, is_own desc, r.root_path, r.file_path;
