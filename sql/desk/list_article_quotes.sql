-- question: What is quoted in one article, where, and whose words are they?
select *
from mart.quotes
where article_key = $key::bigint
order by raw_start, raw_end desc, quote_key;
