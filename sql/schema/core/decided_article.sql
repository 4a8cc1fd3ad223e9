-- grain: article_key
-- references: article_key core.dim_article
create table if not exists core.decided_article (
    article_key  BIGINT,
    outlet_name  VARCHAR,
    published_on DATE,
    author_names VARCHAR[]
);

comment on table core.decided_article is 'One article version of which somebody decided the outlet, the day or the authors; empty where nobody did. Made anew by each load and each decision.';
comment on column core.decided_article.article_key is 'The article version (core.dim_article).';
comment on column core.decided_article.outlet_name is 'Outlet as decided.';
comment on column core.decided_article.published_on is 'Day of publication as decided.';
comment on column core.decided_article.author_names is 'Authors as decided.';
