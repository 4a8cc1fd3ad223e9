-- question: What did people decide, the newest first?
select *
from mart.decisions
where $state = '' or state = $state
order by decided_at desc, decision_key
limit $limit::bigint;
