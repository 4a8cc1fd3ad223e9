create table if not exists staging.entity_roles (
    content_hash      VARCHAR,
    raw_start         INTEGER,
    raw_end           INTEGER,
    clean_start       INTEGER,
    clean_end         INTEGER,
    sentence_number   INTEGER,
    role_text         VARCHAR,
    entity_type       VARCHAR,
    entity_name       VARCHAR,
    organization_name VARCHAR,
    country_code      VARCHAR,
    role_rule         VARCHAR
);

comment on table staging.entity_roles is 'One role that an article of the run at hand gives a person.';
comment on column staging.entity_roles.content_hash is 'The article (staging.articles).';
comment on column staging.entity_roles.raw_start is 'First code point in raw_text.';
comment on column staging.entity_roles.raw_end is 'Code point behind the last in raw_text.';
comment on column staging.entity_roles.clean_start is 'First code point in clean_text.';
comment on column staging.entity_roles.clean_end is 'Code point behind the last in clean_text.';
comment on column staging.entity_roles.sentence_number is 'Sentence of clean_text, counted from 0.';
comment on column staging.entity_roles.role_text is 'raw_text from raw_start to raw_end, white space folded.';
comment on column staging.entity_roles.entity_type is 'Type of the bearer: PERSON.';
comment on column staging.entity_roles.entity_name is 'Fullest name the same article gives the bearer.';
comment on column staging.entity_roles.organization_name is 'Organisation that the role names, as the article calls it most fully; empty where it names none.';
comment on column staging.entity_roles.country_code is 'ISO 3166-1 alpha-2 code of the country that the role names; empty where it names none.';
comment on column staging.entity_roles.role_rule is 'How the role stands by the name: before, apposition (beside it) or predicate (said of it).';
