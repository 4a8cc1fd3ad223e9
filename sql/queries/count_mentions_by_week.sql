-- question: How often was a person, place or body mentioned in each week?
-- parameters: entity
-- filters: since until outlet about
select
    date_trunc('week', published_on)::date as week_start_on,
    entity_name,
    count(*) as mention_count,
    count(distinct article_key) as article_count,
    count(distinct outlet_name) as outlet_count
from mart.mentions
where contains(lower(entity_name), lower($entity)) and published_on is not null
group by week_start_on, entity_key, entity_name
order by week_start_on, mention_count desc, entity_name;
