-- severity: block
-- table: core.fact_article
-- reason: Every current article tells a story, be it alone.
select f.article_key
from core.fact_article as f
inner join core.dim_article as a on a.article_key = f.article_key and a.is_current
where f.story_key = -1
