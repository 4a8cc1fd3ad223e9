-- Of the articles current in what is published (published_article), how many the warehouse has lost: none current under
-- their identity, and their content nowhere, so that they were neither retired nor joined with another.
select count(*) as lost_count
from published_article as p
where not exists (select 1 from core.dim_article as a where a.article_id = p.article_id and a.is_current)
    and not exists (select 1 from core.dim_article as a where a.content_hash = p.content_hash);
