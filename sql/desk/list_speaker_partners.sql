-- question: Whom do they talk to, and who talks to them?
select 'to' as direction, addressee_entity_key as entity_key, addressee_name as entity_name, count(*) as quote_count
from mart.quotes
where speaker_entity_key = $key::bigint and addressee_entity_key is not null
group by all
union all
select 'from', speaker_entity_key, speaker_name, count(*)
from mart.quotes
where addressee_entity_key = $key::bigint and speaker_entity_key is not null
group by all
order by direction desc, quote_count desc, entity_name
limit 20;
