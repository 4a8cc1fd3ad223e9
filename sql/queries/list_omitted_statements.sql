-- question: Which statements of a story did an outlet leave out that other outlets reported?
-- parameters: outlet="" limit=50
-- filters: since until about source_kind min_confidence
-- unfiltered: a s st
with told as (
    select distinct a.story_key, st.story_name, a.outlet_name
    from mart.articles as a
    inner join mart.stories as st on st.story_key = a.story_key and st.outlet_count >= 2
    where a.is_current and a.outlet_name is not null
),
reported as (
    select a.story_key, q.statement_key, list(distinct q.outlet_name order by q.outlet_name) as reported_by
    from mart.quotes as q
    inner join mart.articles as a on a.article_key = q.article_key
    where q.is_certain and q.statement_key is not null and q.outlet_name is not null
    group by a.story_key, q.statement_key
)
select t.story_name, t.outlet_name, s.speaker_name, s.statement_text, r.reported_by
from told as t
inner join reported as r on r.story_key = t.story_key and not list_contains(r.reported_by, t.outlet_name)
inner join mart.statements as s on s.statement_key = r.statement_key
where contains(lower(t.outlet_name), lower($outlet))
order by len(r.reported_by) desc, t.story_name, s.statement_key, t.outlet_name
limit $limit::bigint;
