-- grain: article_key
-- references: article_key core.dim_article
-- required: run_key
create table if not exists core.article_signature (
    article_key   BIGINT,
    shingle_count INTEGER,
    signature     UINTEGER[],
    run_key       BIGINT
);

comment on table core.article_signature is 'MinHash signature of one article version: two bodies share about as large a part of their runs of five words as their signatures share numbers. Versions with a short body have none.';
comment on column core.article_signature.article_key is 'The article version (core.dim_article).';
comment on column core.article_signature.shingle_count is 'Different runs of five words in the body.';
comment on column core.article_signature.signature is '128 numbers, each the smallest hash of the runs under one ordering.';
comment on column core.article_signature.run_key is 'Run that wrote the row (meta.run).';
