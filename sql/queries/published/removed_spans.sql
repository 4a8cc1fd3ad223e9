-- question: What would the removed spans of the current articles look like if they were staged today?
-- parameters: slice slices
select
    a.content_hash,
    f.*
from core.fact_removed_span as f
inner join core.dim_article as a on a.article_key = f.article_key
where a.is_current and a.article_key % $slices::integer = $slice::integer
order by a.article_key, f.raw_start, f.raw_end;
