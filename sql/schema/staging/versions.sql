create table if not exists staging.versions (
    slice_number  INTEGER,
    content_hash  VARCHAR,
    article_key   BIGINT,
    article_id    VARCHAR,
    version       INTEGER,
    valid_from    TIMESTAMP,
    valid_to      TIMESTAMP,
    retired_at    TIMESTAMP,
    root_path     VARCHAR,
    source_path   VARCHAR,
    identity_rule VARCHAR,
    is_reread     BOOLEAN
);

comment on table staging.versions is 'One version that the load at hand writes, or of an earlier run whose place it moves: decided for all before the first slice is loaded.';
comment on column staging.versions.slice_number is 'Slice of the load it is written in, counted from 1; all versions of an article are in one.';
comment on column staging.versions.content_hash is 'BLAKE2b-128 of the bytes of the record, in hexadecimal; empty for a version of an earlier run.';
comment on column staging.versions.article_key is 'Surrogate key of the version (core.dim_article).';
comment on column staging.versions.article_id is 'Article it is a version of.';
comment on column staging.versions.version is 'Number of the version, counted from 1.';
comment on column staging.versions.valid_from is 'Moment from which it is the current one (UTC).';
comment on column staging.versions.valid_to is 'Moment at which the next version takes its place; empty for the current one.';
comment on column staging.versions.retired_at is 'Moment at which no file held the article any more, where nothing followed.';
comment on column staging.versions.root_path is 'Ingested root, as an absolute path.';
comment on column staging.versions.source_path is 'Path of the record.';
comment on column staging.versions.identity_rule is 'Rule that gave the article its identity.';
comment on column staging.versions.is_reread is 'Whether the version is in the warehouse already and is written anew.';
