-- question: How much does each outlet quote in articles of its own, near copies of articles told before left out?
-- filters: since until outlet about source_kind min_confidence
select
    a.outlet_name,
    count(distinct a.article_key) filter (not a.is_copy) as article_count,
    count(distinct a.article_key) filter (a.is_copy) as copy_count,
    count(q.quote_key) filter (not a.is_copy) as quote_count,
    count(q.quote_key) filter (a.is_copy) as copied_quote_count
from mart.articles as a
left join mart.quotes as q on q.article_key = a.article_key
where a.is_current
group by a.outlet_name
order by quote_count desc, a.outlet_name nulls last;
