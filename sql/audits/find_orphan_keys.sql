-- severity: block
-- table: core
-- per: reference
-- reason: Every key points to a row that exists, so that inner joins lose nothing.
select '{table}.{column}' as key_name, child.{column} as key_value
from {table} as child
anti join {target} as parent on parent.{target_column} = child.{column}
where child.{column} is distinct from {none}
