-- The names of the persons that were touched.
select distinct t.entity_key, t.entity_name, r.entity_name as name_text
from touched_entity as t
inner join core.resolution as r on r.entity_key = t.entity_key and r.retired_at is null
order by all;
