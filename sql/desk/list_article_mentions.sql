-- question: Who and what is named in one article, and where?
select raw_start, raw_end, mention_text, entity_key, entity_name, entity_type
from mart.mentions
where article_key = $key::bigint and entity_type in ('PERSON', 'ORG', 'GPE', 'LOC', 'NORP', 'FAC', 'EVENT', 'LAW')
order by raw_start, raw_end desc;
