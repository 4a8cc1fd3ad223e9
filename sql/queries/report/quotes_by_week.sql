-- question: How many quotes did each of the most quoting outlets print a week?
-- stands: until the last change
with ranked as (
    select outlet_name, row_number() over (order by count(*) desc, outlet_name nulls last) as outlet_rank
    from mart.quotes
    where published_on is not null
    group by outlet_name
),

latest as (
    select max(published_on) as last_on from mart.quotes
)

select
    date_trunc('week', q.published_on)::date as week_start_on,
    if(r.outlet_rank <= 5, coalesce(q.outlet_name, 'Outlet not stated'), 'All others') as outlet_name,
    least(min(r.outlet_rank), 6) as series_number,
    count(*) as quote_count
from mart.quotes as q
inner join ranked as r on r.outlet_name is not distinct from q.outlet_name
cross join latest as l
where q.published_on > l.last_on - interval 52 week
group by all
order by week_start_on, series_number;
