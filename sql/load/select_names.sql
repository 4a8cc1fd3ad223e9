-- Every name in the facts with how often and in how many articles. A name that is bound to its article has a row for each.
select
    entity_name,
    entity_type,
    name_scope_of(entity_type, entity_name, borne.article_key) as article_key,
    coalesce(sum(mention_count), count(*))::bigint as mention_count,
    coalesce(
        nullif(count(distinct borne.article_key) filter (borne.mention_count is not null), 0),
        count(distinct borne.article_key)
    ) as article_count
from borne_name as borne
group by entity_name, entity_type, name_scope_of(entity_type, entity_name, borne.article_key)
order by all;
