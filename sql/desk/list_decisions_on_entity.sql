-- question: What did people decide about one person or body?
select *
from mart.decisions
where (entity_key = $key::bigint or other_entity_key = $key::bigint) and quote_key is null
order by decided_at desc, decision_key;
