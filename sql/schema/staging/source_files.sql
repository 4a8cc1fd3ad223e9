-- loaded_into: meta.source_file
create table if not exists staging.source_files (
    root_path      VARCHAR,
    source_path    VARCHAR,
    byte_count     BIGINT,
    modified_at_ns BIGINT,
    content_hash   VARCHAR,
    revision_id    VARCHAR
);

comment on table staging.source_files is 'One input file seen by the run at hand that was opened.';
