-- grain: article_key
-- references: article_key core.dim_article
create table if not exists core.judged_article (
    article_key      BIGINT,
    content_mark     BIGINT,
    resolver_version VARCHAR
);

comment on table core.judged_article is 'One current article whose quotes and story are compared with all others. What differs from it is compared by the next run.';
comment on column core.judged_article.article_key is 'The article version (core.dim_article).';
comment on column core.judged_article.content_mark is 'Hash of the keys of its quotes and of its day: with another one it is compared anew.';
comment on column core.judged_article.resolver_version is 'Version of the rules that compared it; with another one all are compared anew.';
