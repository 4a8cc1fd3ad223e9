-- question: What are they called beside their name?
select role_text, count(distinct article_key) as article_count
from mart.entity_roles
where entity_key = $key::bigint
group by role_text
order by article_count desc, role_text
limit 10;
