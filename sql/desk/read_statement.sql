-- question: What was said?
select
    statement_key,
    arg_min(speaker_name, (speaker_name is null, quote_key)) as speaker_name,
    arg_min(speaker_entity_key, (speaker_entity_key is null, quote_key)) as speaker_entity_key,
    count(*) as quote_count,
    count(distinct outlet_name) as outlet_count,
    min(published_on) as first_published_on
from mart.quotes
where statement_key = $key::bigint
group by statement_key;
