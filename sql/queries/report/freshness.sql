-- question: How fresh is what each outlet sent?
select
    a.outlet_name,
    count(*) as article_count,
    max(a.published_on) as newest_published_on,
    max(r.started_at) as last_loaded_at,
    max(r.run_number) as last_run_number
from mart.articles as a
left join mart.runs as r on r.run_key = a.run_key
where a.is_current
group by a.outlet_name
order by article_count desc, a.outlet_name nulls last
limit 100;
