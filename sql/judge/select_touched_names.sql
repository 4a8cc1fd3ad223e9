-- Names to be judged anew, those that facts bear, with what articles call them where they are persons.
with touched as (
    select distinct entity_type, entity_name
    from core.touched_name
),
called as (
    select entity_name, list(distinct role_text order by role_text) as role_texts
    from core.fact_entity_role
    where entity_name in (select entity_name from touched)
    group by entity_name
)
select t.entity_type, t.entity_name, case when t.entity_type = 'PERSON' then coalesce(c.role_texts, []) else [] end as role_texts
from touched as t
left join called as c using (entity_name)
where exists (from borne_name as b where b.entity_type = t.entity_type and b.entity_name = t.entity_name)
order by all;
