create or replace view mart.embedded_posts as
select
    p.article_key,
    a.source_path,
    p.raw_start,
    p.raw_end,
    p.platform,
    p.author_name,
    p.handle,
    p.post_text,
    p.posted_on,
    p.link_urls
from core.fact_embedded_post as p
inner join core.dim_article as a on a.article_key = p.article_key and a.is_current;

comment on view mart.embedded_posts is 'Social-media posts embedded in current articles.';
comment on column mart.embedded_posts.article_key is 'Article version (mart.articles).';
comment on column mart.embedded_posts.source_path is 'Path of the file below the ingested root, with #record behind it for a record of a file.';
comment on column mart.embedded_posts.raw_start is 'First code point in the raw text.';
comment on column mart.embedded_posts.raw_end is 'Code point behind the last in the raw text.';
comment on column mart.embedded_posts.platform is 'Platform, such as twitter.';
comment on column mart.embedded_posts.author_name is 'Author as the embed names him or her.';
comment on column mart.embedded_posts.handle is 'Handle, without @.';
comment on column mart.embedded_posts.post_text is 'Text of the post.';
comment on column mart.embedded_posts.posted_on is 'Day of the post.';
comment on column mart.embedded_posts.link_urls is 'Links of the embed.';
