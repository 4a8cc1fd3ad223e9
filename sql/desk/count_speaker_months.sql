-- question: How often are they quoted, month by month?
select date_trunc('month', published_on)::date as month_start_on, count(*) as quote_count
from mart.quotes
where speaker_entity_key = $key::bigint and published_on is not null
group by all
order by month_start_on;
