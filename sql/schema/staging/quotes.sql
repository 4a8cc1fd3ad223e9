-- loaded_into: core.fact_quote
create table if not exists staging.quotes (
    content_hash        VARCHAR,
    quote_number        INTEGER,
    parent_quote_number INTEGER,
    quote_type          VARCHAR,
    quote_text          VARCHAR,
    raw_start           INTEGER,
    raw_end             INTEGER,
    clean_start         INTEGER,
    clean_end           INTEGER,
    fragments           STRUCT(raw_start INTEGER, raw_end INTEGER)[],
    sentence_number     INTEGER,
    speaker_text        VARCHAR,
    speaker_raw_start   INTEGER,
    speaker_raw_end     INTEGER,
    speaker_name        VARCHAR,
    speaker_type        VARCHAR,
    speaker_rule        VARCHAR,
    speaker_members     STRUCT(entity_name VARCHAR, entity_type VARCHAR)[],
    source_kind         VARCHAR,
    anonymity_text      VARCHAR,
    anonymity_reason    VARCHAR,
    cue                 VARCHAR,
    cue_lemma           VARCHAR,
    addressee_text      VARCHAR,
    addressee_name      VARCHAR,
    addressee_type      VARCHAR,
    is_denied           BOOLEAN,
    medium              VARCHAR,
    method              VARCHAR,
    confidence          DOUBLE
);

comment on table staging.quotes is 'One attribution of words to a source in an article of the run at hand.';
comment on column staging.quotes.content_hash is 'The article (staging.articles).';
comment on column staging.quotes.parent_quote_number is 'quote_number of the quote that this one is nested in.';
comment on column staging.quotes.speaker_members is 'Each of several joint sources, in the order of the text; empty where the source is one.';
