-- question: Which statements were reported by most outlets?
-- parameters: limit=20
-- filters: since until outlet about source_kind min_confidence
-- unfiltered: s
select
    count(distinct q.outlet_name) as outlet_count,
    count(distinct q.article_key) as article_count,
    min(q.published_on) as first_published_on,
    s.speaker_name,
    s.statement_text
from mart.statements as s
inner join mart.quotes as q on q.statement_key = s.statement_key
group by s.statement_key, s.speaker_name, s.statement_text
order by outlet_count desc, article_count desc, first_published_on nulls last, s.statement_key
limit $limit::bigint;
