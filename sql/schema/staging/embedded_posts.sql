-- loaded_into: core.fact_embedded_post
create table if not exists staging.embedded_posts (
    content_hash VARCHAR,
    raw_start    INTEGER,
    raw_end      INTEGER,
    platform     VARCHAR,
    author_name  VARCHAR,
    handle       VARCHAR,
    post_text    VARCHAR,
    posted_on    DATE,
    link_urls    VARCHAR[]
);

comment on table staging.embedded_posts is 'One social-media post embedded in an article of the run at hand.';
comment on column staging.embedded_posts.content_hash is 'The article (staging.articles).';
