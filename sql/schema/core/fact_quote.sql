-- grain: quote_key; article_key, quote_number
-- references: article_key core.dim_article, outlet_key core.dim_outlet, date_key core.dim_date, cue_key
--   core.dim_cue, statement_key core.dim_statement, speaker_name_key core.resolution.name_key or -2,
--   addressee_name_key core.resolution.name_key or -2, parent_quote_key core.fact_quote.quote_key or -2
-- required: run_key
create table if not exists core.fact_quote (
    quote_key          BIGINT,
    parent_quote_key   BIGINT,
    article_key        BIGINT,
    outlet_key         BIGINT,
    date_key           BIGINT,
    speaker_name_key   BIGINT,
    addressee_name_key BIGINT,
    cue_key            BIGINT,
    statement_key      BIGINT,
    quote_number       INTEGER,
    quote_type         VARCHAR,
    quote_text         VARCHAR,
    raw_start          INTEGER,
    raw_end            INTEGER,
    clean_start        INTEGER,
    clean_end          INTEGER,
    fragments          STRUCT(raw_start INTEGER, raw_end INTEGER)[],
    sentence_number    INTEGER,
    speaker_text       VARCHAR,
    speaker_raw_start  INTEGER,
    speaker_raw_end    INTEGER,
    speaker_name       VARCHAR,
    speaker_type       VARCHAR,
    speaker_rule       VARCHAR,
    source_kind        VARCHAR,
    anonymity_text     VARCHAR,
    anonymity_reason   VARCHAR,
    cue                VARCHAR,
    cue_lemma          VARCHAR,
    addressee_text     VARCHAR,
    addressee_name     VARCHAR,
    addressee_type     VARCHAR,
    is_denied          BOOLEAN,
    medium             VARCHAR,
    method             VARCHAR,
    confidence         DOUBLE,
    is_cut             BOOLEAN default false,
    match_score        DOUBLE,
    run_key            BIGINT
);

comment on table core.fact_quote is 'One attribution: words that an article version says a source said.';
comment on column core.fact_quote.quote_key is 'Surrogate key: 63-bit hash of article_key and quote_number.';
comment on column core.fact_quote.parent_quote_key is 'Quote that this one is nested in; -2 where it is in none.';
comment on column core.fact_quote.article_key is 'The article version (core.dim_article).';
comment on column core.fact_quote.outlet_key is 'Outlet of the article (core.dim_outlet).';
comment on column core.fact_quote.date_key is 'Day of publication (core.dim_date).';
comment on column core.fact_quote.speaker_name_key is 'Name of the source; core.resolution says whose it is. -2 where the text names no source.';
comment on column core.fact_quote.addressee_name_key is 'Name of the addressee; core.resolution says whose it is. -2 where the text names none.';
comment on column core.fact_quote.cue_key is 'Cue (core.dim_cue).';
comment on column core.fact_quote.statement_key is 'Statement reported (core.dim_statement).';
comment on column core.fact_quote.quote_number is 'Place of the quote in its article, counted from 0 by raw_start and raw_end.';
comment on column core.fact_quote.quote_type is 'direct (a whole clause inside quotation marks), mixed (a reported clause that holds a quoted fragment) or indirect (a reported clause without marks).';
comment on column core.fact_quote.quote_text is 'Words attributed, as a person may print them: white space folded, fragments joined with an ellipsis in brackets, without the last comma of each.';
comment on column core.fact_quote.raw_start is 'First code point of the first fragment in raw_text.';
comment on column core.fact_quote.raw_end is 'Code point behind the last fragment in raw_text.';
comment on column core.fact_quote.clean_start is 'First code point of the first fragment in clean_text; empty for an embedded post, which is no part of it.';
comment on column core.fact_quote.clean_end is 'Code point behind the last fragment in clean_text; empty for an embedded post.';
comment on column core.fact_quote.fragments is 'Pieces of the quote in raw_text, in order; one where the quote is unbroken.';
comment on column core.fact_quote.sentence_number is 'Sentence of clean_text in which the quote begins, counted from 0; empty for an embedded post.';
comment on column core.fact_quote.speaker_text is 'Source as it stands nearest the cue: a name, a pronoun or a description; empty where the text names none.';
comment on column core.fact_quote.speaker_raw_start is 'First code point of the source in raw_text.';
comment on column core.fact_quote.speaker_raw_end is 'Code point behind the source in raw_text.';
comment on column core.fact_quote.speaker_name is 'Source resolved within the article: the fullest name of the entity, or the description as it stands.';
comment on column core.fact_quote.speaker_type is 'Entity type of the source, or DESCRIPTION where it is not a named entity.';
comment on column core.fact_quote.speaker_rule is 'Rule that found the source.';
comment on column core.fact_quote.source_kind is 'What the source is: person, organisation, group, anonymous (a person not named), document, outlet, author (first person of the article), unresolved (a pronoun nobody resolves) or none.';
comment on column core.fact_quote.anonymity_text is 'Words by which the article says that the source is not named; empty where it says nothing.';
comment on column core.fact_quote.anonymity_reason is 'Reason that these words give.';
comment on column core.fact_quote.cue is 'Cue word or phrase as it stands; empty where there is none.';
comment on column core.fact_quote.cue_lemma is 'Cue in its dictionary form, as in the cue list.';
comment on column core.fact_quote.addressee_text is 'Addressee as it stands.';
comment on column core.fact_quote.addressee_name is 'Addressee resolved within the article.';
comment on column core.fact_quote.addressee_type is 'Entity type of the addressee, or DESCRIPTION.';
comment on column core.fact_quote.is_denied is 'Whether the source denies what the quote holds.';
comment on column core.fact_quote.medium is 'Medium stated for the utterance, such as interview, statement or twitter; post for an embedded post.';
comment on column core.fact_quote.method is 'Rule that found the quote.';
comment on column core.fact_quote.confidence is 'How often quotes found this way are right on labelled articles (0 to 1).';
comment on column core.fact_quote.is_cut is 'Whether it stands in repeated lines that were cut (core.repeated_span); such quotes are in no view.';
comment on column core.fact_quote.match_score is 'How surely it reports its statement: the probability of the surest pair that it makes with another quote of the statement; empty where it is alone.';
comment on column core.fact_quote.run_key is 'Run that wrote the row (meta.run).';
