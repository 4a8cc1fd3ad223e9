-- question: Who is talked about but never gets a word in?
-- parameters: type=PERSON limit=20
select entity_name, entity_type, mention_count, article_count
from mart.entities
where quote_count = 0 and entity_type = upper($type)
order by article_count desc, mention_count desc, entity_name
limit $limit::bigint;
