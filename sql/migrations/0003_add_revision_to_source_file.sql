-- Remote files are told apart by their ETag, and a file of which a manifest says other things than before is read again.
alter table meta.source_file add column revision_id VARCHAR;

comment on column meta.source_file.revision_id is 'State of the file beside size and time: the ETag of a remote file, a hash of what manifests say of it; empty where there is neither.';
comment on column meta.source_file.root_path is 'Ingested root, as an absolute path or an address.';
comment on column meta.source_file.modified_at_ns is 'Modification time in nanoseconds since 1970; empty where a remote store does not tell.';
comment on column meta.source_file.content_hash is 'BLAKE2b-128 of the bytes of the file, in hexadecimal; empty where the file could not be read, and for a remote file.';
