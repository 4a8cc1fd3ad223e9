-- loaded_into: core.fact_removed_span
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
