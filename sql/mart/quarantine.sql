create or replace view mart.quarantine as
select
    q.quarantine_key,
    q.run_key,
    r.run_number,
    q.stage,
    q.reason_code,
    q.message,
    q.source_path,
    q.content_hash,
    q.byte_count,
    q.table_name,
    q.row_json,
    q.raw_excerpt,
    q.quarantined_at,
    q.state,
    q.settled_at,
    q.settled_by,
    q.settled_note,
    q.root_path,
    q.file_path,
    octet_length(q.raw_bytes) as kept_byte_count
from quarantine.record as q
inner join meta.run as r on r.run_key = q.run_key;

comment on view mart.quarantine is 'Input records and extracted rows that were held back.';
comment on column mart.quarantine.quarantine_key is 'Surrogate key.';
comment on column mart.quarantine.run_key is 'Run (mart.runs).';
comment on column mart.quarantine.run_number is 'Number of the run.';
comment on column mart.quarantine.stage is 'Stage that held it back.';
comment on column mart.quarantine.reason_code is 'Reason in one word, or the name of the expectation.';
comment on column mart.quarantine.message is 'What is wrong and what to do.';
comment on column mart.quarantine.source_path is 'Path of the record.';
comment on column mart.quarantine.content_hash is 'BLAKE2b-128 of its bytes.';
comment on column mart.quarantine.byte_count is 'Size in bytes.';
comment on column mart.quarantine.table_name is 'Staged table of the row; empty for a whole record.';
comment on column mart.quarantine.row_json is 'The row as JSON.';
comment on column mart.quarantine.raw_excerpt is 'First bytes of the record.';
comment on column mart.quarantine.quarantined_at is 'Moment (UTC).';
comment on column mart.quarantine.state is 'held, held_again, loaded, gone or discarded.';
comment on column mart.quarantine.settled_at is 'Moment it left the state held (UTC).';
comment on column mart.quarantine.settled_by is 'Run or person that settled it.';
comment on column mart.quarantine.settled_note is 'Why a person settled it.';
comment on column mart.quarantine.root_path is 'Ingested root the record lies in.';
comment on column mart.quarantine.file_path is 'Path of its file below the root.';
comment on column mart.quarantine.kept_byte_count is 'Bytes of the record that are kept; empty where none are.';
