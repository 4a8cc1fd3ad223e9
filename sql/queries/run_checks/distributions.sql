-- question: How are types and classes distributed in this run, and in the runs before it?
-- parameters: run_number
with compared as (
    select run_key, run_number = $run_number::integer as is_current
    from mart.runs
    where run_number <= $run_number::integer and run_number > $run_number::integer - 11
),

values_seen as (
    select 'entity_type' as distribution_name, c.is_current, m.entity_type as category
    from core.fact_mention as m
    inner join compared as c on c.run_key = m.run_key
    where not m.is_cut
    union all
    select 'quote_type', c.is_current, q.quote_type
    from core.fact_quote as q
    inner join compared as c on c.run_key = q.run_key
    where not q.is_cut
    union all
    select 'cue_class', c.is_current, coalesce(d.cue_class, if(d.cue_key = -2, 'none', 'unknown'))
    from core.fact_quote as q
    inner join compared as c on c.run_key = q.run_key
    inner join core.dim_cue as d on d.cue_key = q.cue_key
    where not q.is_cut
)

select distribution_name, is_current, category, count(*) as value_count
from values_seen
group by all
order by distribution_name, category, is_current;
