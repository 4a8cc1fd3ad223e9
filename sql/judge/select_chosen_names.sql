-- The names to judge, and those that their judgement depends on (not is_judged), with how often and in how many articles.
-- A name that is bound to its article has a row for each; of descriptions there are those of touched articles alone,
-- unless an office or a decision draws in others. Descriptions that are one in their article ("Sources", "the sources")
-- are judged together, as what is decided of one moves all.
select
    borne.entity_name,
    borne.entity_type,
    name_scope_of(borne.entity_type, borne.entity_name, borne.article_key) as article_key,
    count_borne(borne.mention_count) as mention_count,
    count_bearing(borne.article_key, borne.mention_count) as article_count,
    bool_or(chosen.is_judged) as is_judged
from borne_name as borne
inner join (
    select entity_type, entity_name, null::bigint as article_key, bool_or(is_judged) as is_judged
    from (
        select entity_type, entity_name, false as is_judged from read_name_node
        union all
        select entity_type, entity_name, true from judged_name_node
    )
    group by entity_type, entity_name
    union all
    select t.entity_type, t.entity_name, t.article_key, true
    from core.touched_name as t
    anti join judged_name_node as j on j.entity_type = t.entity_type and j.entity_name = t.entity_name
    where t.entity_type = 'DESCRIPTION'
    union
    select other.entity_type, other.entity_name, other.article_key, true
    from judged_name_node as j
    inner join core.resolution as r
        on r.entity_type = j.entity_type and r.entity_name = j.entity_name and r.retired_at is null
    inner join core.resolution as other
        on other.entity_key = r.entity_key
        and other.article_key = r.article_key
        and other.entity_type = j.entity_type
        and other.retired_at is null
    anti join judged_name_node as known
        on known.entity_type = other.entity_type and known.entity_name = other.entity_name
    where j.entity_type = 'DESCRIPTION'
) as chosen
    on chosen.entity_type = borne.entity_type
    and chosen.entity_name = borne.entity_name
    and coalesce(chosen.article_key, borne.article_key) = borne.article_key
group by
    borne.entity_name, borne.entity_type, name_scope_of(borne.entity_type, borne.entity_name, borne.article_key)
order by all;
