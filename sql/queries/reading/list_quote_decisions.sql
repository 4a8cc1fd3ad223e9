-- question: What did people decide about one quote?
-- parameters: quote_key
from mart.decisions
where quote_key = $quote_key::bigint or other_quote_key = $quote_key::bigint
order by decided_at desc, decision_key;
