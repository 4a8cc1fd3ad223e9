-- Of several decisions on one entity, since its names were judged to be one, the last stands.
truncate core.decided_entity;

insert into core.decided_entity by name
select
    p.entity_key,
    arg_max(s.value, (s.decided_at, s.decision_key)) filter (s.kind = 'entity_named') as entity_name,
    arg_max(s.value, (s.decided_at, s.decision_key)) filter (s.kind = 'entity_linked') as wikidata_id,
    arg_max(s.value, (s.decided_at, s.decision_key)) filter (s.kind = 'entity_gender') as gender
from standing_decision as s
inner join placed_entity as p on p.decision_key = s.decision_key and p.side = 'subject'
where s.kind in ('entity_named', 'entity_linked', 'entity_gender') and s.is_last
group by p.entity_key;
