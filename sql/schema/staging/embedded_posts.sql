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
comment on column staging.embedded_posts.raw_start is 'First code point in raw_text.';
comment on column staging.embedded_posts.raw_end is 'Code point behind the last in raw_text.';
comment on column staging.embedded_posts.platform is 'Platform the post was made on, such as twitter or instagram.';
comment on column staging.embedded_posts.author_name is 'Author as the embed names him or her.';
comment on column staging.embedded_posts.handle is 'Handle of the author, without @.';
comment on column staging.embedded_posts.post_text is 'Text of the post without its signature and media links, white space folded.';
comment on column staging.embedded_posts.posted_on is 'Day of the post.';
comment on column staging.embedded_posts.link_urls is 'Links of the embed, in order.';
