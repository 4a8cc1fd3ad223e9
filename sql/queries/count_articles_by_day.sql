-- question: How many articles and quotes does each outlet have on each day?
-- parameters: limit=100
-- filters: since until outlet about
select
    published_on,
    outlet_name,
    count(*) as article_count,
    sum(word_count)::bigint as word_count,
    sum(quote_count)::bigint as quote_count
from mart.articles
where is_current
group by published_on, outlet_name
order by published_on desc nulls last, outlet_name nulls last
limit $limit::bigint;
