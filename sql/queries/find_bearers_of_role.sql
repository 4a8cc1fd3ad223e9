-- question: Who bore a role, and when?
-- parameters: role country="" limit=50
-- filters: since until outlet about
select
    role_text,
    entity_name,
    organization_name,
    country_code,
    min(published_on) as first_published_on,
    max(published_on) as last_published_on,
    count(distinct article_key) as article_count
from mart.entity_roles
where contains(lower(role_text), lower($role)) and ($country = '' or country_code = upper($country))
group by role_text, entity_key, entity_name, organization_name, country_code
order by article_count desc, first_published_on nulls last, role_text, entity_name, organization_name nulls last
limit $limit::bigint;
