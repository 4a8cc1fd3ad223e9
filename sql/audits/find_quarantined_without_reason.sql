-- scope: load
-- severity: block
-- table: meta.source_record
-- reason: A record that was held back has a row in quarantine that says why.
select r.source_path, r.content_hash, r.reason_code
from record_outcome as r
anti join (from quarantine.record where run_key = getvariable('run_key')) as q on q.source_path = r.source_path
where r.outcome = 'quarantined'
