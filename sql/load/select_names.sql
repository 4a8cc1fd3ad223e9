-- Every name in the facts with how often and in how many articles. A name that is bound to its article has a row for each.
select
    entity_name,
    entity_type,
    name_scope_of(entity_type, entity_name, borne.article_key) as article_key,
    count_borne(borne.mention_count) as mention_count,
    count_bearing(borne.article_key, borne.mention_count) as article_count
from borne_name as borne
group by entity_name, entity_type, name_scope_of(entity_type, entity_name, borne.article_key)
order by all;
