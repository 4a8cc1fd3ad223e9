from core.judgement
order by decided_at, entity_type, entity_name, other_entity_type, other_entity_name;
