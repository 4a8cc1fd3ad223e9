-- question: What is an entity called beside its name?
-- parameters: entity_key limit=10
select
    role_text,
    count(distinct article_key) as article_count,
    min(published_on) as first_published_on,
    max(published_on) as last_published_on
from mart.entity_roles
where entity_key = $entity_key::bigint
group by role_text
order by article_count desc, role_text
limit $limit::bigint;
