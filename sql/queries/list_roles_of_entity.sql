-- question: What was a person called, and when?
-- parameters: entity limit=50
-- filters: since until outlet about
select
    entity_name,
    role_text,
    organization_name,
    country_code,
    min(published_on) as first_published_on,
    max(published_on) as last_published_on,
    count(distinct article_key) as article_count,
    count(distinct outlet_name) as outlet_count
from mart.entity_roles
where contains(lower(entity_name), lower($entity))
group by entity_key, entity_name, role_text, organization_name, country_code
order by entity_name, article_count desc, first_published_on nulls last, role_text, organization_name nulls last
limit $limit::bigint;
