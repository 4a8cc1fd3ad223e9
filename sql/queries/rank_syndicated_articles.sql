-- question: Which articles were printed most often by others, and by whom?
-- parameters: limit=20
-- filters: since until outlet about
-- unfiltered: a
select
    any_value(o.published_on) as published_on,
    any_value(o.outlet_name) as outlet_name,
    any_value(o.headline) as headline,
    count(*) as copy_count,
    list(distinct a.outlet_name order by a.outlet_name) filter (a.outlet_name is not null) as copied_by,
    any_value(o.source_path) as source_path
from mart.articles as a
inner join mart.articles as o on o.article_key = a.original_article_key
where a.is_copy
group by o.article_key
order by copy_count desc, published_on nulls last, source_path
limit $limit::bigint;
