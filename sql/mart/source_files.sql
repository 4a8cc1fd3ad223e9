create or replace view mart.source_files as
select
    root_path,
    source_path,
    byte_count,
    make_timestamp_ns(modified_at_ns) as modified_at,
    revision_id,
    content_hash,
    outcome,
    record_count,
    extractor_version,
    run_key
from meta.source_file;

comment on view mart.source_files is 'The ledger: every input file as it was last read.';
comment on column mart.source_files.root_path is 'Ingested root: a folder or an address.';
comment on column mart.source_files.source_path is 'Path below the root.';
comment on column mart.source_files.byte_count is 'Size in bytes.';
comment on column mart.source_files.modified_at is 'Modification time (UTC); empty where a remote store does not tell.';
comment on column mart.source_files.revision_id is 'State of the file beside size and time: the ETag of a remote file, a hash of what manifests say of it.';
comment on column mart.source_files.content_hash is 'BLAKE2b-128 of the bytes of the file; empty for a remote file.';
comment on column mart.source_files.outcome is 'loaded, duplicate, quarantined or mixed.';
comment on column mart.source_files.record_count is 'Records the file held.';
comment on column mart.source_files.extractor_version is 'Version of the extraction it was last read for.';
comment on column mart.source_files.run_key is 'Run that last said something new of it (mart.runs).';
