-- chosen_person: entity_name
-- What each article version calls these persons.
select r.article_key, r.entity_name, r.role_text, r.organization_name, r.country_code, a.published_on
from core.fact_entity_role as r
semi join chosen_person using (entity_name)
inner join core.dim_article as a using (article_key)
order by all;
