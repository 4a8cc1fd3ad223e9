-- question: Who is quoted in the articles of a story, in which words that surely report a statement, and where?
select q.*
from mart.quotes as q
inner join mart.articles as a on a.article_key = q.article_key
where a.is_current and a.story_key = $key::bigint and q.is_sure_match
order by q.statement_key, q.published_on nulls last, q.outlet_name nulls last, q.raw_start, q.quote_key
limit $limit::bigint;
