-- question: With which classes of words does an outlet introduce quotes?
select cue_class, count(*) as quote_count, count(*) / sum(count(*)) over () as quote_share
from mart.quotes
where outlet_name = $outlet
group by cue_class
order by quote_count desc, cue_class;
