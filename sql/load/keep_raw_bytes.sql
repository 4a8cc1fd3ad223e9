-- kept_bytes: quarantine_key, source_format, raw_bytes
update quarantine.record set source_format = kept.source_format, raw_bytes = kept.raw_bytes
from kept_bytes as kept
where quarantine.record.quarantine_key = kept.quarantine_key;
