create table if not exists staging.removed_spans (
    content_hash VARCHAR,
    raw_start    INTEGER,
    raw_end      INTEGER,
    removed_text VARCHAR,
    kind         VARCHAR,
    rule_id      VARCHAR
);

comment on table staging.removed_spans is 'One span of raw text removed as boilerplate in the run at hand.';
comment on column staging.removed_spans.content_hash is 'The article (staging.articles).';
comment on column staging.removed_spans.raw_start is 'First code point in raw_text.';
comment on column staging.removed_spans.raw_end is 'Code point behind the last in raw_text.';
comment on column staging.removed_spans.removed_text is 'raw_text from raw_start to raw_end.';
comment on column staging.removed_spans.kind is 'Kind of boilerplate: chrome, share, tweet, caption, credit, related, links, copyright, syndication, comments, byline, section, bio, contact, contribution, duplicate, ad, newsletter, media, timestamp, promo, legal, markup, subheading, or page (a block of a page that is no part of its article).';
comment on column staging.removed_spans.rule_id is 'Rule that removed the span.';
