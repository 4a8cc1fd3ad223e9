-- grain: article_key, author_key
-- references: article_key core.dim_article, author_key core.dim_author
-- required: weight, run_key
create table if not exists core.bridge_article_author (
    article_key   BIGINT,
    author_key    BIGINT,
    author_number INTEGER,
    weight        DOUBLE,
    run_key       BIGINT
);

comment on table core.bridge_article_author is 'One author of one article version; an article without authors has the unknown author.';
comment on column core.bridge_article_author.article_key is 'The article version (core.dim_article).';
comment on column core.bridge_article_author.author_key is 'Author (core.dim_author).';
comment on column core.bridge_article_author.author_number is 'Place in the byline, counted from 1.';
comment on column core.bridge_article_author.weight is 'Share of the article that counts for this author; the weights of an article sum to 1.';
comment on column core.bridge_article_author.run_key is 'Run that wrote the row (meta.run).';
