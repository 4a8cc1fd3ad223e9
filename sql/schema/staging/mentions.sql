create table if not exists staging.mentions (
    content_hash    VARCHAR,
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
    name_rule       VARCHAR
);

comment on table staging.mentions is 'One mention of a named thing in an article of the run at hand.';
comment on column staging.mentions.content_hash is 'The article (staging.articles).';
comment on column staging.mentions.raw_start is 'First code point in raw_text.';
comment on column staging.mentions.raw_end is 'Code point behind the last in raw_text.';
comment on column staging.mentions.clean_start is 'First code point in clean_text.';
comment on column staging.mentions.clean_end is 'Code point behind the last in clean_text.';
comment on column staging.mentions.sentence_number is 'Sentence of clean_text, counted from 0.';
comment on column staging.mentions.is_headline is 'Whether the mention stands in the headline.';
comment on column staging.mentions.mention_text is 'raw_text from raw_start to raw_end, white space folded.';
comment on column staging.mentions.entity_type is 'Type of the thing named (OntoNotes): PERSON, NORP, FAC, ORG, GPE, LOC, PRODUCT, EVENT, LAW, WORK_OF_ART, DATE or MONEY.';
comment on column staging.mentions.model_label is 'Label the language model gave the span; empty where the mention was found without it.';
comment on column staging.mentions.entity_name is 'Fullest name the same article gives the thing, without title and possessive.';
comment on column staging.mentions.name_rule is 'Rule that tied the mention to entity_name within the article.';
