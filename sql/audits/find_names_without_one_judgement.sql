-- severity: block
-- table: core.resolution
-- reason: A name is judged to be exactly one entity at a time.
select name_key, any_value(entity_name) as entity_name, count(*) as judgement_count
from core.resolution
where retired_at is null
group by name_key
having judgement_count > 1
