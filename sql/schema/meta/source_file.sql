-- grain: root_path, source_path
-- required: run_key
create table if not exists meta.source_file (
    root_path         VARCHAR,
    source_path       VARCHAR,
    byte_count        BIGINT,
    modified_at_ns    BIGINT,
    content_hash      VARCHAR,
    extractor_version VARCHAR,
    outcome           VARCHAR,
    record_count      INTEGER,
    run_key           BIGINT,
    revision_id       VARCHAR
);

comment on table meta.source_file is 'The ledger: one input file as it was last read.';
comment on column meta.source_file.root_path is 'Ingested root, as an absolute path or an address.';
comment on column meta.source_file.source_path is 'Path of the file below the root.';
comment on column meta.source_file.byte_count is 'Size of the file in bytes.';
comment on column meta.source_file.modified_at_ns is 'Modification time in nanoseconds since 1970; empty where a remote store does not tell.';
comment on column meta.source_file.content_hash is 'BLAKE2b-128 of the bytes of the file, in hexadecimal; empty where the file could not be read, and for a remote file.';
comment on column meta.source_file.extractor_version is 'Version of the extraction the file was last read for.';
comment on column meta.source_file.outcome is 'loaded, duplicate, quarantined or discarded; mixed where its records differ.';
comment on column meta.source_file.record_count is 'Records the file held.';
comment on column meta.source_file.run_key is 'Run that wrote the row (meta.run).';
comment on column meta.source_file.revision_id is 'State of the file beside size and time: the ETag of a remote file, a hash of what manifests say of it; empty where there is neither.';
