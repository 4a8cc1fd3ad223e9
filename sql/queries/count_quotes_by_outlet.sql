-- question: How much does each outlet quote, and how much of it word for word?
-- filters: since until outlet about source_kind min_confidence
select
    a.outlet_name,
    count(distinct a.article_key) as article_count,
    count(q.quote_key) as quote_count,
    count(q.quote_key) / count(distinct a.article_key) as quotes_per_article,
    count(*) filter (q.quote_type = 'direct') as direct_count,
    count(*) filter (q.quote_type = 'mixed') as mixed_count,
    count(*) filter (q.quote_type = 'indirect') as indirect_count
from mart.articles as a
left join mart.quotes as q on q.article_key = a.article_key
where a.is_current
group by a.outlet_name
order by quote_count desc, a.outlet_name nulls last;
