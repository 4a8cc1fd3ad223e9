-- question: Which stories do several outlets tell, the newest first?
select *
from mart.stories
where outlet_count > 1
order by last_published_on desc nulls last, outlet_count desc, story_name
limit $limit::bigint offset $offset::bigint;
