-- grain: root_path, file_path, source_path
-- required: run_key
create table if not exists meta.source_record (
    root_path    VARCHAR,
    file_path    VARCHAR,
    source_path  VARCHAR,
    content_hash VARCHAR,
    outcome      VARCHAR,
    reason_code  VARCHAR,
    article_id   VARCHAR,
    run_key      BIGINT
);

comment on table meta.source_record is 'The ledger of records: what became of one record of one input file when it was last read.';
comment on column meta.source_record.root_path is 'Ingested root, as an absolute path.';
comment on column meta.source_record.file_path is 'Path of the file below the root (meta.source_file.source_path).';
comment on column meta.source_record.source_path is 'Path of the record: the file, with #record behind it for a record of a file.';
comment on column meta.source_record.content_hash is 'BLAKE2b-128 of the bytes of the record, in hexadecimal.';
comment on column meta.source_record.outcome is 'loaded, duplicate, quarantined or discarded (held back, and a person decided to leave it).';
comment on column meta.source_record.reason_code is 'Reason, where the record was put into quarantine.';
comment on column meta.source_record.article_id is 'Article the record is a version or a copy of.';
comment on column meta.source_record.run_key is 'Run that wrote the row (meta.run).';
