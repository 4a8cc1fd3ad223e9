-- severity: block
-- table: core.bridge_quote_speaker
-- reason: The weights of a quote's sources sum to 1, so that sums over sources count every quote once.
select q.quote_key, coalesce(sum(b.weight), 0) as weight_sum
from core.fact_quote as q
left join core.bridge_quote_speaker as b using (quote_key)
group by q.quote_key
having abs(weight_sum - 1) > 1e-9
