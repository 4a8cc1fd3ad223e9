-- question: Which statements does the story surely hold, the widest first, who carries them and who leaves them out?
with scored as (
    select
        q.statement_key,
        avg(q.match_score) as mean_score,
        count(*) as quote_count,
        count(distinct q.article_key) as article_count,
        coalesce(list(distinct q.outlet_name order by q.outlet_name) filter (q.outlet_name is not null), []) as carried_by
    from mart.quotes as q
    inner join mart.story_articles as a on a.article_key = q.article_key and a.story_key = $key::bigint
    where q.statement_key is not null and q.is_sure_match
    group by q.statement_key
)
select
    s.* replace (
        c.quote_count as quote_count, c.article_count as article_count, c.carried_by as carried_by, len(c.carried_by) as outlet_count
    ),
    c.mean_score
from mart.story_statements as s
inner join scored as c on c.statement_key = s.statement_key
where s.story_key = $key::bigint
order by outlet_count desc, c.mean_score desc nulls last, quote_count desc, s.first_published_on nulls last, s.statement_key
limit 40;
