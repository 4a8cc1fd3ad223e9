create table if not exists core.touched_name (
    entity_type VARCHAR,
    entity_name VARCHAR,
    article_key BIGINT,
    is_decided  BOOLEAN
);

comment on table core.touched_name is 'One name whose judgement may hold no longer: articles that bear it came, went or were read again, or somebody decided on it. The next resolution judges these names anew, with all that depend on them, and empties the table.';
comment on column core.touched_name.entity_type is 'Type of the name.';
comment on column core.touched_name.entity_name is 'The name, as the facts bear it.';
comment on column core.touched_name.article_key is 'Article version that the name is bound to (core.dim_article); empty where it means the same everywhere.';
comment on column core.touched_name.is_decided is 'Whether a person or the authority file decided on it.';
