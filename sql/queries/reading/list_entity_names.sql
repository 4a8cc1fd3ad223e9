-- question: Which names were judged to be an entity, why and by whom?
-- parameters: entity_key
select
    name_in_article,
    type_in_article,
    sum(mention_count)::bigint as mention_count,
    sum(quote_count)::bigint as quote_count,
    count(distinct article_key) as bound_article_count,
    score,
    method,
    decided_by,
    any_value(evidence order by evidence) as evidence
from mart.entity_aliases
where entity_key = $entity_key::bigint
group by name_in_article, type_in_article, score, method, decided_by
order by mention_count desc, name_in_article, type_in_article, method;
