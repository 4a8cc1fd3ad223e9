-- grain: quote_key, other_quote_key
-- references: quote_key core.fact_quote, other_quote_key core.fact_quote.quote_key, article_key core.dim_article,
--   other_article_key core.dim_article.article_key
-- required: is_same
create table if not exists core.decided_pair (
    quote_key         BIGINT,
    article_key       BIGINT,
    other_quote_key   BIGINT,
    other_article_key BIGINT,
    is_same           BOOLEAN
);

comment on table core.decided_pair is 'Two quotes of which somebody decided that they report one utterance, or do not. Made anew by each load and each decision.';
comment on column core.decided_pair.quote_key is 'The quote with the smaller key (core.fact_quote).';
comment on column core.decided_pair.article_key is 'Its article version.';
comment on column core.decided_pair.other_quote_key is 'The other quote.';
comment on column core.decided_pair.other_article_key is 'Its article version.';
comment on column core.decided_pair.is_same is 'Whether they report one utterance.';
