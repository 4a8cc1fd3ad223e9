-- question: How fresh is what each outlet sent: its newest article, and when we last loaded one?
-- filters: outlet
select
    a.outlet_name,
    count(*) as article_count,
    max(a.published_on) as newest_published_on,
    max(r.started_at) as last_loaded_at
from mart.articles as a
left join mart.runs as r on r.run_key = a.run_key
where a.is_current
group by a.outlet_name
order by last_loaded_at desc nulls last, a.outlet_name nulls last;
