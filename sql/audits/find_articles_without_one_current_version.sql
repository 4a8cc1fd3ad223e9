-- severity: block
-- table: core.dim_article
-- reason: Every article has exactly one current version, none where it is retired, and it is the one with the highest number.
select
    article_id,
    count(*) filter (where is_current) as current_count,
    max(version) as last_version,
    max(version) filter (where is_current) as current_version,
    max(version) filter (where retired_at is not null) as retired_version
from core.dim_article
group by article_id
having
    current_count <> (case when retired_version is null then 1 else 0 end)
    or coalesce(current_version, retired_version) <> last_version
