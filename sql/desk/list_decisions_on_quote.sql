-- question: What did people decide about one quote?
select *
from mart.decisions
where quote_key = $key::bigint or other_quote_key = $key::bigint
order by decided_at desc, decision_key;
