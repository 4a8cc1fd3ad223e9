-- severity: block
-- table: core.dim_article
-- reason: The original of a copy is a current article that is itself no copy, and only copies have one.
select a.source_path, a.article_key, a.original_article_key
from core.dim_article as a
left join core.dim_article as original on original.article_key = a.original_article_key
left join (select distinct article_key from core.article_copy) as c on c.article_key = a.article_key
where coalesce(original.original_article_key <> original.article_key, true)
    or (a.original_article_key <> a.article_key and not (a.is_current and coalesce(original.is_current, false)))
    or (a.original_article_key <> a.article_key) <> (c.article_key is not null)
