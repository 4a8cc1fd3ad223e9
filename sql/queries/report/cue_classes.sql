-- question: With cues of which class does each outlet report what was said?
-- stands: until the last change
with counted as (
    select outlet_name, coalesce(cue_class, 'none') as cue_class, count(*) as quote_count
    from mart.quotes
    group by all
)

select outlet_name, cue_class, quote_count, sum(quote_count) over (partition by outlet_name)::bigint as outlet_quote_count
from counted
order by outlet_quote_count desc, outlet_name nulls last, quote_count desc, cue_class
limit 120;
