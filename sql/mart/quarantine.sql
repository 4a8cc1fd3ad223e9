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
    q.quarantined_at
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
