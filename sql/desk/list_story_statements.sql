-- question: Which statements does the story hold, the widest and surest first, who carries them and who leaves them out?
with scored as (
    select q.statement_key, avg(q.match_score) as mean_score
    from mart.quotes as q
    inner join mart.story_articles as a on a.article_key = q.article_key and a.story_key = $key::bigint
    where q.statement_key is not null
    group by q.statement_key
)
select s.*, c.mean_score
from mart.story_statements as s
inner join scored as c on c.statement_key = s.statement_key
where s.story_key = $key::bigint
order by s.outlet_count desc, c.mean_score desc nulls last, s.quote_count desc, s.first_published_on nulls last, s.statement_key
limit 40;
