-- What people decided of names, the earliest first, with the versions of the article where a name is bound to one.
with version as (
    select article_id, list(article_key order by article_key) as article_keys
    from core.dim_article
    where article_id in (
        select subject_article from core.decision where kind like 'entity%'
        union
        select other_article from core.decision where kind like 'entity%'
    )
    group by article_id
)
select
    if(d.kind = 'entity_same', 'same', 'different') as verdict,
    d.subject_type as entity_type,
    d.subject_name as entity_name,
    if(d.subject_article is null, null, coalesce(one.article_keys, [])) as article_keys,
    d.other_type as other_entity_type,
    d.other_name as other_entity_name,
    if(d.other_article is null, null, coalesce(other.article_keys, [])) as other_article_keys,
    d.decided_by,
    d.decided_at
from core.decision as d
left join version as one on one.article_id = d.subject_article
left join version as other on other.article_id = d.other_article
where d.kind in ('entity_same', 'entity_different') and d.undone_at is null
order by d.decided_at, d.decision_key;
