-- located_text: decision_key, quote_key, fragments
truncate core.laid_decision;

insert into core.laid_decision by name
with
newest as (
    select article_id, arg_max(article_key, version) as article_key, bool_or(is_current) as is_current
    from core.dim_article
    group by article_id
),
placed as (
    select
        s.*,
        n.article_key,
        n.is_current,
        q.quote_key,
        other.quote_key as other_quote_key,
        one_entity.entity_key as subject_entity_key,
        other_entity.entity_key as other_entity_key,
        o.outlet_key,
        l.quote_key is not null as is_located
    from standing_decision as s
    left join newest as n on n.article_id = s.subject_article
    left join placed_quote as q on q.decision_key = s.decision_key and q.is_current
    left join placed_other as other on other.decision_key = s.decision_key and other.is_current
    left join placed_entity as one_entity on one_entity.decision_key = s.decision_key and one_entity.side = 'subject'
    left join placed_entity as other_entity on other_entity.decision_key = s.decision_key and other_entity.side = 'other'
    left join core.dim_outlet as o
        on s.kind in ('outlet_same', 'outlet_named')
        and o.outlet_id = outlet_id_of(if(s.kind = 'outlet_same', s.other_name, s.subject_name))
    left join located_text as l on l.decision_key = s.decision_key and l.quote_key = q.quote_key
)
select
    decision_key,
    case
        when not is_last then 'a later decision on the same stands'
        when kind like 'entity%' and subject_entity_key is null then 'no article names ' || subject_name
        when kind in ('entity_same', 'entity_different') and other_entity_key is null then 'no article names ' || other_name
        when kind = 'entity_same' and subject_entity_key <> other_entity_key then 'another decision keeps the two apart'
        when kind = 'entity_different' and subject_entity_key = other_entity_key then 'they have one name and type'
        when kind like 'outlet%' and outlet_key is null
            then 'no article is of ' || if(kind = 'outlet_same', other_name, subject_name)
        when (kind like 'quote%' or kind like 'statement%' or kind like 'article%') and article_key is null
            then 'the article is not in the warehouse'
        when (kind like 'quote%' or kind like 'statement%' or kind like 'article%') and not is_current
            then 'the article was retired'
        when (kind like 'quote%' or kind like 'statement%') and quote_key is null
            then 'the article has no such quote now'
        when kind like 'statement%' and other_quote_key is null then 'the other article has no such quote now'
        when kind = 'quote_text' and not is_located then 'the words as corrected are not in the article now'
    end as lapse,
    case
        when lapse is null then 'held'
        when not is_last or lapse in ('another decision keeps the two apart', 'they have one name and type') then 'overruled'
        else 'lapsed'
    end as state,
    article_key,
    quote_key,
    other_quote_key,
    coalesce(subject_entity_key, other_entity_key) as entity_key,
    if(subject_entity_key is null, null, other_entity_key) as other_entity_key,
    outlet_key
from placed;
