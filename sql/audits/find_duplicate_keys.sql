-- severity: block
-- table: core
-- per: grain
-- reason: Every table has one row for each of the things it counts.
select '{table}' as table_name, concat_ws(' ', {columns}) as grain, count(*) as row_count
from {table}
group by {columns}
having count(*) > 1
