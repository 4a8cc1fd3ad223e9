-- grain: quarantine_key
-- required: run_key
create table if not exists quarantine.record (
    quarantine_key BIGINT,
    run_key        BIGINT,
    stage          VARCHAR,
    reason_code    VARCHAR,
    message        VARCHAR,
    source_path    VARCHAR,
    content_hash   VARCHAR,
    byte_count     BIGINT,
    table_name     VARCHAR,
    row_json       VARCHAR,
    raw_excerpt    BLOB,
    quarantined_at TIMESTAMP,
    root_path      VARCHAR,
    file_path      VARCHAR,
    source_format  VARCHAR,
    raw_bytes      BLOB,
    state          VARCHAR,
    settled_at     TIMESTAMP,
    settled_by     VARCHAR,
    settled_note   VARCHAR
);

comment on table quarantine.record is 'One input record or extracted row that was held back.';
comment on column quarantine.record.quarantine_key is 'Surrogate key: 63-bit hash of run, stage, path, table and row.';
comment on column quarantine.record.run_key is 'Run that wrote the row (meta.run).';
comment on column quarantine.record.stage is 'Stage that held it back: read, clean, extract or validate.';
comment on column quarantine.record.reason_code is 'Reason in one word, or the name of the expectation.';
comment on column quarantine.record.message is 'What is wrong and what to do.';
comment on column quarantine.record.source_path is 'Path of the record.';
comment on column quarantine.record.content_hash is 'BLAKE2b-128 of its bytes, where they could be read.';
comment on column quarantine.record.byte_count is 'Size in bytes, where it is known.';
comment on column quarantine.record.table_name is 'Staged table of the row; empty for a whole record.';
comment on column quarantine.record.row_json is 'The row as JSON; empty for a whole record.';
comment on column quarantine.record.raw_excerpt is 'First bytes of the record.';
comment on column quarantine.record.quarantined_at is 'Moment (UTC).';
comment on column quarantine.record.root_path is 'Ingested root the record lies in, as an absolute path.';
comment on column quarantine.record.file_path is 'Path of its file below the root.';
comment on column quarantine.record.source_format is 'Format the record was read as; empty for a whole file that could not be read.';
comment on column quarantine.record.raw_bytes is 'All bytes of the record, within the bounds that the settings give; empty once it is loaded, and for rows of an article that is loaded.';
comment on column quarantine.record.state is 'held (waits to be dealt with), held_again (another row of a later run took its place), loaded (passed in a later run), gone (was no longer there when its file was read again) or discarded (a person decided to leave it).';
comment on column quarantine.record.settled_at is 'Moment it left the state held (UTC).';
comment on column quarantine.record.settled_by is 'Run or person that settled it.';
comment on column quarantine.record.settled_note is 'Why a person settled it.';
