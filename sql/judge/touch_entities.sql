-- Persons of whom something was judged just now (judged_name): those that a name of theirs came to or went from.
create or replace temp table touched_entity as
select distinct e.entity_key, e.entity_name
from core.resolution as r
inner join core.dim_entity as e on e.entity_key = r.entity_key and e.entity_type = 'PERSON'
where r.name_key in (select name_key from judged_name) or r.retired_at = getvariable('run_started_at');
