-- grain: removed_span_key; article_key, raw_start
-- references: article_key core.dim_article
-- required: rule_id, run_key
create table if not exists core.fact_removed_span (
    removed_span_key BIGINT,
    article_key      BIGINT,
    raw_start        INTEGER,
    raw_end          INTEGER,
    removed_text     VARCHAR,
    kind             VARCHAR,
    rule_id          VARCHAR,
    run_key          BIGINT
);

comment on table core.fact_removed_span is 'One span of raw text removed as boilerplate.';
comment on column core.fact_removed_span.removed_span_key is 'Surrogate key: 63-bit hash of article_key and raw_start.';
comment on column core.fact_removed_span.article_key is 'The article version (core.dim_article).';
comment on column core.fact_removed_span.raw_start is 'First code point in raw_text.';
comment on column core.fact_removed_span.raw_end is 'Code point behind the last in raw_text.';
comment on column core.fact_removed_span.removed_text is 'raw_text from raw_start to raw_end.';
comment on column core.fact_removed_span.kind is 'Kind of boilerplate: chrome, share, tweet, caption, credit, related, links, copyright, syndication, comments, byline, section, bio, contact, contribution, duplicate, ad, newsletter, media, timestamp, promo, legal, markup, subheading, or page (a block of a page that is no part of its article).';
comment on column core.fact_removed_span.rule_id is 'Rule that removed the span.';
comment on column core.fact_removed_span.run_key is 'Run that wrote the row (meta.run).';
