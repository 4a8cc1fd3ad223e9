-- question: How do two outlets word the same statements?
with both_report as (
    select statement_key
    from mart.quotes
    where outlet_name in ($one, $other) and statement_key is not null
    group by statement_key
    having count(distinct outlet_name) = 2
)
select
    q.statement_key,
    arg_min(q.speaker_name, (q.speaker_name is null, q.quote_key)) as speaker_name,
    arg_min(q.quote_text, q.quote_key) filter (q.outlet_name = $one) as one_text,
    arg_min(q.cue, q.quote_key) filter (q.outlet_name = $one) as one_cue,
    arg_min(q.quote_text, q.quote_key) filter (q.outlet_name = $other) as other_text,
    arg_min(q.cue, q.quote_key) filter (q.outlet_name = $other) as other_cue,
    max(q.published_on) as last_published_on
from mart.quotes as q
inner join both_report as b on b.statement_key = q.statement_key
where q.outlet_name in ($one, $other)
group by q.statement_key
order by one_text = other_text, last_published_on desc nulls last, q.statement_key
limit 25;
