-- Decisions that were not undone, with what they are about: of several on the same, the last stands.
create or replace temp table standing_decision as
with told as (
    select
        *,
        concat_ws('|', coalesce(subject_type, ''), subject_name, subject_article, subject_hash, subject_number) as one,
        concat_ws('|', coalesce(other_type, ''), other_name, other_article, other_hash, other_number) as other
    from core.decision
    where undone_at is null
)
select
    * exclude (one, other),
    case
        when kind in ('entity_same', 'entity_different') then concat_ws('||', 'entities', least(one, other), greatest(one, other))
        when kind in ('statement_same', 'statement_different')
            then concat_ws('||', 'statements', least(one, other), greatest(one, other))
        when kind = 'outlet_same' then concat_ws('||', kind, outlet_id_of(other_name))
        when kind = 'outlet_named' then concat_ws('||', kind, outlet_id_of(subject_name))
        when kind in ('quote_verified', 'quote_rejected') then concat_ws('||', 'review', one)
        else concat_ws('||', kind, one)
    end as slot,
    row_number() over (partition by slot order by decided_at desc, decision_key desc) = 1 as is_last
from told;

-- Every version of an article that has the words; the decision holds where the newest has them.
create or replace temp table placed_quote as
select s.decision_key, m.quote_key, m.article_key, m.is_current, m.raw_start
from standing_decision as s
inner join marked_quote as m
    on m.article_id = s.subject_article and m.quote_hash = s.subject_hash and m.place = s.subject_number
where s.is_last;

create or replace temp table placed_other as
select s.decision_key, m.quote_key, m.article_key, m.is_current
from standing_decision as s
inner join marked_quote as m
    on m.article_id = s.other_article and m.quote_hash = s.other_hash and m.place = s.other_number
where s.is_last;

-- What names are judged to be now. A description and a surname alone are one thing in each article.
create or replace temp table placed_entity as
with asked as (
    select decision_key, 'subject' as side, subject_type as entity_type, subject_name as entity_name, subject_article as article_id
    from standing_decision
    where kind like 'entity%'
    union all
    select decision_key, 'other', other_type, other_name, other_article
    from standing_decision
    where kind in ('entity_same', 'entity_different', 'quote_speaker') and other_name is not null
),
judged as (
    select k.decision_key, k.side, r.entity_key, a.is_current, r.name_key
    from asked as k
    inner join core.resolution as r
        on r.entity_type = k.entity_type and r.entity_name = k.entity_name and r.retired_at is null
    left join core.dim_article as a on a.article_key = r.article_key
    where k.article_id is null or r.article_key is null or a.article_id = k.article_id
)
select decision_key, side, arg_max(entity_key, (is_current, name_key)) as entity_key
from judged
group by decision_key, side
union all
-- a name that no article bears may be that of an entity
select k.decision_key, k.side, e.entity_key
from asked as k
inner join core.dim_entity as e on e.entity_id = concat_ws('|', k.entity_type, lower(k.entity_name))
anti join judged as j on j.decision_key = k.decision_key and j.side = k.side;
