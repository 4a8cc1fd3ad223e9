-- grain: embedded_post_key; article_key, raw_start
-- references: article_key core.dim_article
-- required: run_key
create table if not exists core.fact_embedded_post (
    embedded_post_key BIGINT,
    article_key       BIGINT,
    raw_start         INTEGER,
    raw_end           INTEGER,
    platform          VARCHAR,
    author_name       VARCHAR,
    handle            VARCHAR,
    post_text         VARCHAR,
    posted_on         DATE,
    link_urls         VARCHAR[],
    run_key           BIGINT
);

comment on table core.fact_embedded_post is 'One social-media post embedded in an article.';
comment on column core.fact_embedded_post.embedded_post_key is 'Surrogate key: 63-bit hash of article_key and raw_start.';
comment on column core.fact_embedded_post.article_key is 'The article version (core.dim_article).';
comment on column core.fact_embedded_post.raw_start is 'First code point in raw_text.';
comment on column core.fact_embedded_post.raw_end is 'Code point behind the last in raw_text.';
comment on column core.fact_embedded_post.platform is 'Platform the post was made on, such as twitter or instagram.';
comment on column core.fact_embedded_post.author_name is 'Author as the embed names him or her.';
comment on column core.fact_embedded_post.handle is 'Handle of the author, without @.';
comment on column core.fact_embedded_post.post_text is 'Text of the post without its signature and media links, white space folded.';
comment on column core.fact_embedded_post.posted_on is 'Day of the post.';
comment on column core.fact_embedded_post.link_urls is 'Links of the embed, in order.';
comment on column core.fact_embedded_post.run_key is 'Run that wrote the row (meta.run).';
