-- question: How many are held back for each reason, and in which state are they?
select reason_code, state, count(*) as record_count
from mart.quarantine
group by reason_code, state
order by (state = 'held')::int desc, record_count desc, reason_code;
