-- question: Which outlets quote them, how often, and with which words?
select
    outlet_name,
    count(*) as quote_count,
    count(*) filter (quote_type = 'direct') as direct_count,
    count(*) filter (cue_class = 'assertive') as assertive_count,
    count(*) filter (cue_class = 'denial') as denial_count,
    min(published_on) as first_published_on,
    max(published_on) as last_published_on
from mart.quotes
where speaker_entity_key = $key::bigint
group by outlet_name
order by quote_count desc, outlet_name nulls last
limit 15;
