-- question: Which statements does one outlet alone report, though others publish on the same story hours later?
-- parameters: limit=50
-- filters: since until outlet about source_kind min_confidence
select
    any_value(m.carried_by[1]) as outlet_name,
    any_value(m.speaker_name) as speaker_name,
    any_value(m.statement_text) as statement_text,
    any_value(m.story_name) as story_name,
    any_value(m.first_told_at) as first_told_at,
    list(m.outlet_name order by m.outlet_name) as left_out_by,
    max(m.outlet_told_at) as last_told_at
from mart.statement_omissions as m
where m.omission = 'left_out' and len(m.carried_by) = 1 and m.statement_key in (select q.statement_key from mart.quotes as q)
group by m.story_key, m.statement_key
order by outlet_name, first_told_at, m.statement_key
limit $limit::bigint;
