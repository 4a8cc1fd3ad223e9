create table if not exists staging.source_files (
    root_path      VARCHAR,
    source_path    VARCHAR,
    byte_count     BIGINT,
    modified_at_ns BIGINT,
    content_hash   VARCHAR,
    revision_id    VARCHAR
);

comment on table staging.source_files is 'One input file seen by the run at hand that was opened.';
comment on column staging.source_files.root_path is 'Ingested root, as an absolute path or an address.';
comment on column staging.source_files.source_path is 'Path of the file below the root.';
comment on column staging.source_files.byte_count is 'Size of the file in bytes.';
comment on column staging.source_files.modified_at_ns is 'Modification time in nanoseconds since 1970; empty where a remote store does not tell.';
comment on column staging.source_files.content_hash is 'BLAKE2b-128 of the bytes of the file, in hexadecimal; empty where the file could not be read, and for a remote file.';
comment on column staging.source_files.revision_id is 'State of the file beside size and time: the ETag of a remote file, a hash of what manifests say of it; empty where there is neither.';
