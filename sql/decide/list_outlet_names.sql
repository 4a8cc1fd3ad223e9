select coalesce(d.outlet_name, o.outlet_name) as outlet_name, o.outlet_name as name_in_articles
from core.dim_outlet as o
left join core.decided_outlet as d on d.outlet_key = o.outlet_key
where o.outlet_name is not null
order by all;
