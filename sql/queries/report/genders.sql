-- question: How much of what outlets quote of named persons do women and men say?
-- stands: until the last change
with counted as (
    select outlet_name, coalesce(gender, 'open') as gender, sum(quote_count) as quote_count, sum(word_count) as word_count
    from mart.gender_shares
    group by all
)

select *, sum(quote_count) over (partition by outlet_name) as outlet_quote_count
from counted
order by outlet_quote_count desc, outlet_name nulls last, gender
limit 120;
