-- severity: block
-- table: core
-- per: table
-- reason: A missing key would drop rows from joins; the unknown has a member of its own.
select '{table}' as table_name, concat_ws(' ', {grain}) as row_name
from {table}
where {is_missing}
