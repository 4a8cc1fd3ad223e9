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
comment on column staging.quotes.quote_number is 'Place of the quote in its article, counted from 0 by raw_start and raw_end.';
comment on column staging.quotes.parent_quote_number is 'quote_number of the quote that this one is nested in.';
comment on column staging.quotes.quote_type is 'direct (a whole clause inside quotation marks), mixed (a reported clause that holds a quoted fragment) or indirect (a reported clause without marks).';
comment on column staging.quotes.quote_text is 'Words attributed, as a person may print them: white space folded, fragments joined with an ellipsis in brackets, without the last comma of each.';
comment on column staging.quotes.raw_start is 'First code point of the first fragment in raw_text.';
comment on column staging.quotes.raw_end is 'Code point behind the last fragment in raw_text.';
comment on column staging.quotes.clean_start is 'First code point of the first fragment in clean_text; empty for an embedded post, which is no part of it.';
comment on column staging.quotes.clean_end is 'Code point behind the last fragment in clean_text; empty for an embedded post.';
comment on column staging.quotes.fragments is 'Pieces of the quote in raw_text, in order; one where the quote is unbroken.';
comment on column staging.quotes.sentence_number is 'Sentence of clean_text in which the quote begins, counted from 0; empty for an embedded post.';
comment on column staging.quotes.speaker_text is 'Source as it stands nearest the cue: a name, a pronoun or a description; empty where the text names none.';
comment on column staging.quotes.speaker_raw_start is 'First code point of the source in raw_text.';
comment on column staging.quotes.speaker_raw_end is 'Code point behind the source in raw_text.';
comment on column staging.quotes.speaker_name is 'Source resolved within the article: the fullest name of the entity, or the description as it stands.';
comment on column staging.quotes.speaker_type is 'Entity type of the source, or DESCRIPTION where it is not a named entity.';
comment on column staging.quotes.speaker_rule is 'Rule that found the source.';
comment on column staging.quotes.speaker_members is 'Each of several joint sources, in the order of the text; empty where the source is one.';
comment on column staging.quotes.source_kind is 'What the source is: person, organisation, group, anonymous (a person not named), document, outlet, author (first person of the article), unresolved (a pronoun nobody resolves) or none.';
comment on column staging.quotes.anonymity_text is 'Words by which the article says that the source is not named; empty where it says nothing.';
comment on column staging.quotes.anonymity_reason is 'Reason that these words give.';
comment on column staging.quotes.cue is 'Cue word or phrase as it stands; empty where there is none.';
comment on column staging.quotes.cue_lemma is 'Cue in its dictionary form, as in the cue list.';
comment on column staging.quotes.addressee_text is 'Addressee as it stands.';
comment on column staging.quotes.addressee_name is 'Addressee resolved within the article.';
comment on column staging.quotes.addressee_type is 'Entity type of the addressee, or DESCRIPTION.';
comment on column staging.quotes.is_denied is 'Whether the source denies what the quote holds.';
comment on column staging.quotes.medium is 'Medium stated for the utterance, such as interview, statement or twitter; post for an embedded post.';
comment on column staging.quotes.method is 'Rule that found the quote.';
comment on column staging.quotes.confidence is 'How often quotes found this way are right on labelled articles (0 to 1).';
