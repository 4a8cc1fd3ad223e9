-- question: How does each article word it, from the first to the last?
select *
from mart.quotes
where statement_key = $key::bigint
order by published_on nulls last, source_path, raw_start, quote_key
limit 200;
