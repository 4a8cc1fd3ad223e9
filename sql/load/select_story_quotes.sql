-- The statements that each current article reports.
select distinct q.article_key, s.statement_id
from core.fact_quote as q
inner join core.dim_article as a on a.article_key = q.article_key and a.is_current
inner join core.dim_statement as s on s.statement_key = q.statement_key
where q.statement_key <> -1
order by all;
