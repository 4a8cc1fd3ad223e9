-- severity: block
-- table: meta.run
-- reason: Every record seen was loaded, unchanged, a duplicate or quarantined; none is lost.
select run_number, seen_count, loaded_count, unchanged_count, duplicate_count, quarantined_count
from meta.run
where run_key = getvariable('run_key')
    and seen_count <> loaded_count + unchanged_count + duplicate_count + quarantined_count
