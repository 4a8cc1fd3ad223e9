-- loaded_into: meta.source_record
create table if not exists staging.source_records (
    root_path    VARCHAR,
    file_path    VARCHAR,
    source_path  VARCHAR,
    content_hash VARCHAR,
    outcome      VARCHAR,
    reason_code  VARCHAR
);

comment on table staging.source_records is 'One record of an input file opened by the run at hand.';
comment on column staging.source_records.file_path is 'Path of the file below the root (staging.source_files.source_path).';
comment on column staging.source_records.content_hash is 'BLAKE2b-128 of the bytes of the record, in hexadecimal; empty where it could not be read.';
comment on column staging.source_records.outcome is 'What reading made of it: pending (to be loaded), pending_copy (the same, of a copy whose original changes in this run), unchanged, duplicate, quarantined, or discarded (held back before, and a person decided to leave it).';
