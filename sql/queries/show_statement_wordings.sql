-- question: How did different outlets word the same statement?
-- parameters: speaker="" limit=50
-- filters: since until outlet about source_kind min_confidence
-- unfiltered: q
with shared as (
    select statement_key, first_published_on
    from mart.statements
    where outlet_count >= 2 and contains(lower(coalesce(speaker_name, '')), lower($speaker))
)
select
    dense_rank() over (order by s.first_published_on nulls last, s.statement_key) as statement_number,
    q.outlet_name,
    q.speaker_name,
    q.cue,
    q.quote_text
from shared as s
inner join mart.quotes as q on q.statement_key = s.statement_key
order by statement_number, q.published_on nulls last, q.outlet_name nulls last, q.source_path, q.raw_start
limit $limit::bigint;
