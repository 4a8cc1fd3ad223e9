-- scope: load
-- severity: block
-- table: core
-- per: staged
-- reason: Every staged row that passed its checks was loaded, once.
select '{table}' as table_name, staged_count, loaded_count
from
    (select count(*) as staged_count from staging.{staged}),
    (select count(*) as loaded_count from {table} where run_key = getvariable('run_key'))
where staged_count <> loaded_count
