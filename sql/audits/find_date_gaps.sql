-- severity: block
-- table: core.dim_date
-- reason: The date dimension holds every day from its first to its last.
select min(date_on) as first_on, max(date_on) as last_on, count(date_on) as day_count
from core.dim_date
having day_count > 0 and date_diff('day', first_on, last_on) + 1 <> day_count
