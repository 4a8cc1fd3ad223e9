-- grain: quote_key, other_quote_key
-- references: quote_key core.fact_quote, other_quote_key core.fact_quote.quote_key, article_key
--   core.judged_article, other_article_key core.judged_article.article_key
create table if not exists core.quote_pair (
    quote_key         BIGINT,
    article_key       BIGINT,
    other_quote_key   BIGINT,
    other_article_key BIGINT,
    match_score       DOUBLE,
    is_repeat         BOOLEAN
);

comment on table core.quote_pair is 'Two quotes that may report one utterance. A function of the two and their articles alone.';
comment on column core.quote_pair.quote_key is 'The quote with the smaller key (core.fact_quote).';
comment on column core.quote_pair.article_key is 'Its article version.';
comment on column core.quote_pair.other_quote_key is 'The other quote.';
comment on column core.quote_pair.other_article_key is 'Its article version.';
comment on column core.quote_pair.match_score is 'Probability that both report one utterance (0 to 1); of a repeat, how surely it would be one but for the days between.';
comment on column core.quote_pair.is_repeat is 'Whether it is said anew on another occasion: such a pair links two statements and joins none.';
