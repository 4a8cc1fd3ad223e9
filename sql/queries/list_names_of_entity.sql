-- question: By which names is a person, place or body called?
-- parameters: entity
-- filters: since until outlet about
-- unfiltered: e
select e.entity_name, e.entity_type, m.mention_text, m.outlet_name, count(*) as mention_count
from mart.entities as e
inner join mart.mentions as m on m.entity_key = e.entity_key
where contains(lower(e.entity_name), lower($entity))
group by e.entity_key, e.entity_name, e.entity_type, m.mention_text, m.outlet_name
order by e.entity_name, e.entity_type, mention_count desc, m.mention_text, m.outlet_name nulls last;
