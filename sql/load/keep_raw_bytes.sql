-- kept_bytes: root_path, source_path, content_hash, source_format, raw_bytes; of whole records that this run held back
update quarantine.record set source_format = kept.source_format, raw_bytes = kept.raw_bytes
from kept_bytes as kept
where quarantine.record.run_key = getvariable('run_key')
    and quarantine.record.root_path = kept.root_path
    and quarantine.record.source_path = kept.source_path
    and quarantine.record.content_hash is not distinct from kept.content_hash
    and (quarantine.record.table_name is null or quarantine.record.table_name = 'articles');
