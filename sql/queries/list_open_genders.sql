-- question: Of whom that is quoted most does nothing tell the gender, or does what tells it disagree?
-- parameters: limit=50
select
    entity_name,
    entity_key,
    quote_count,
    mention_count,
    article_count
from mart.entities
where entity_type = 'PERSON' and gender is null and quote_count > 0
order by quote_count desc, mention_count desc, entity_name
limit $limit::bigint;
