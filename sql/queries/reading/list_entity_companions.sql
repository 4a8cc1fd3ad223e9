-- question: With whom and what is an entity mentioned most?
-- parameters: entity_key limit=10
select
    if(entity_key = $entity_key::bigint, other_entity_name, entity_name) as entity_name,
    count(*) as article_count
from mart.comentions
where entity_key = $entity_key::bigint or other_entity_key = $entity_key::bigint
group by all
order by article_count desc, entity_name
limit $limit::bigint;
