-- question: Which quotes wait for a person, those that accuse somebody first, then the least sure that are told most?
with told as (
    select q.quote_key, q.statement_key, a.story_key, q.outlet_name
    from mart.quotes as q
    inner join mart.articles as a on a.article_key = q.article_key
    where q.statement_key is not null
),
reach as (
    select statement_key, count(distinct outlet_name) as outlet_count from told group by statement_key
),
left_out as (
    select t.statement_key
    from told as t
    inner join mart.stories as s on s.story_key = t.story_key and s.outlet_count > 1
    group by t.statement_key
    having count(distinct t.outlet_name) < max(s.outlet_count) and count(distinct t.outlet_name) > 1
)
select
    q.*,
    case
        when q.is_denied then 'denial'
        when q.source_kind = 'anonymous' then 'unnamed source'
        when l.statement_key is not null then 'left out by an outlet'
        else 'unsure'
    end as why,
    coalesce(r.outlet_count, 1) as outlet_count
from mart.quotes as q
left join reach as r on r.statement_key = q.statement_key
left join left_out as l on l.statement_key = q.statement_key
where q.review is null and not q.is_copy
order by
    case why when 'denial' then 0 when 'unnamed source' then 1 when 'left out by an outlet' then 2 else 3 end,
    q.confidence,
    outlet_count desc,
    q.quote_key
limit $limit::bigint;
