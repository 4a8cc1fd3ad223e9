-- grain: mention_key; article_key, raw_start, raw_end
-- references: article_key core.dim_article, outlet_key core.dim_outlet, date_key core.dim_date, name_key
--   core.resolution
-- required: run_key
create table if not exists core.fact_mention (
    mention_key     BIGINT,
    article_key     BIGINT,
    outlet_key      BIGINT,
    date_key        BIGINT,
    name_key        BIGINT,
    raw_start       INTEGER,
    raw_end         INTEGER,
    clean_start     INTEGER,
    clean_end       INTEGER,
    sentence_number INTEGER,
    is_headline     BOOLEAN,
    mention_text    VARCHAR,
    entity_type     VARCHAR,
    model_label     VARCHAR,
    entity_name     VARCHAR,
    name_rule       VARCHAR,
    gender          VARCHAR,
    gender_source   VARCHAR,
    is_cut          BOOLEAN default false,
    run_key         BIGINT
);

comment on table core.fact_mention is 'One mention of a named thing in an article version.';
comment on column core.fact_mention.mention_key is 'Surrogate key: 63-bit hash of article_key, raw_start and raw_end.';
comment on column core.fact_mention.article_key is 'The article version (core.dim_article).';
comment on column core.fact_mention.outlet_key is 'Outlet of the article (core.dim_outlet).';
comment on column core.fact_mention.date_key is 'Day of publication (core.dim_date).';
comment on column core.fact_mention.name_key is 'Name borne within the article; core.resolution says whose it is.';
comment on column core.fact_mention.raw_start is 'First code point in raw_text.';
comment on column core.fact_mention.raw_end is 'Code point behind the last in raw_text.';
comment on column core.fact_mention.clean_start is 'First code point in clean_text.';
comment on column core.fact_mention.clean_end is 'Code point behind the last in clean_text.';
comment on column core.fact_mention.sentence_number is 'Sentence of clean_text, counted from 0.';
comment on column core.fact_mention.is_headline is 'Whether the mention stands in the headline.';
comment on column core.fact_mention.mention_text is 'raw_text from raw_start to raw_end, white space folded.';
comment on column core.fact_mention.entity_type is 'Type of the thing named (OntoNotes): PERSON, NORP, FAC, ORG, GPE, LOC, PRODUCT, EVENT, LAW, WORK_OF_ART, DATE or MONEY.';
comment on column core.fact_mention.model_label is 'Label the language model gave the span; empty where the mention was found without it.';
comment on column core.fact_mention.entity_name is 'Fullest name the same article gives the thing, without title and possessive.';
comment on column core.fact_mention.name_rule is 'Rule that tied the mention to entity_name within the article.';
comment on column core.fact_mention.gender is 'Gender that the words around the mention tell of the person: female, male or other; empty where they tell none.';
comment on column core.fact_mention.gender_source is 'Which words tell it: stated (the text says it), pronoun, title or noun.';
comment on column core.fact_mention.is_cut is 'Whether it stands in a repeated line that was cut (core.repeated_span); such mentions are in no view.';
comment on column core.fact_mention.run_key is 'Run that wrote the row (meta.run).';
