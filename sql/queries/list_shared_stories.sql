-- question: Which stories were told by several outlets, and how many of their statements do they share?
-- parameters: limit=20
-- filters: since until outlet about
-- unfiltered: q a
with reported as (
    select a.story_key, q.statement_key, count(distinct q.outlet_name) as outlet_count
    from mart.quotes as q
    inner join mart.articles as a on a.article_key = q.article_key
    where q.statement_key is not null
    group by a.story_key, q.statement_key
),
counted as (
    select story_key, count(*) as statement_count, count(*) filter (outlet_count >= 2) as shared_count
    from reported
    group by story_key
)
select
    s.story_name,
    s.first_published_on,
    s.article_count,
    s.outlet_count,
    coalesce(c.statement_count, 0) as statement_count,
    coalesce(c.shared_count, 0) as shared_count
from mart.stories as s
left join counted as c on c.story_key = s.story_key
where s.outlet_count >= 2
order by s.outlet_count desc, s.article_count desc, s.first_published_on nulls last, s.story_key
limit $limit::bigint;
