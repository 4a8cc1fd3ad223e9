-- severity: block
-- table: core.dim_article
-- reason: Every article has exactly one current version, and it is the one with the highest number.
select
    article_id,
    count(*) filter (where is_current) as current_count,
    max(version) as last_version,
    max(version) filter (where is_current) as current_version
from core.dim_article
group by article_id
having current_count <> 1 or current_version <> last_version
