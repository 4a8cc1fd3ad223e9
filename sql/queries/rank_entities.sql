-- question: Which people, places and bodies are in the news most?
-- parameters: type="" limit=20
select entity_name, entity_type, country_code, article_count, mention_count, quote_count
from mart.entities
where entity_type <> 'DESCRIPTION' and ($type = '' or entity_type = upper($type))
order by article_count desc, mention_count desc, entity_name, entity_type
limit $limit::bigint;
