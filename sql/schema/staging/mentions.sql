-- loaded_into: core.fact_mention
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
    name_rule       VARCHAR,
    gender          VARCHAR,
    gender_source   VARCHAR
);

comment on table staging.mentions is 'One mention of a named thing in an article of the run at hand.';
comment on column staging.mentions.content_hash is 'The article (staging.articles).';
