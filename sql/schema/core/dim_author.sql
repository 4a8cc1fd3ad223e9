-- grain: author_key
create table if not exists core.dim_author (
    author_key  BIGINT,
    author_id   VARCHAR,
    author_name VARCHAR
);

comment on table core.dim_author is 'One author; -1 is the unknown author.';
comment on column core.dim_author.author_key is 'Surrogate key: 63-bit hash of author_id.';
comment on column core.dim_author.author_id is 'Natural key: the name in lower case.';
comment on column core.dim_author.author_name is 'Name; empty for the unknown author.';
