-- loaded_into: core.fact_entity_role
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
    role_rule         VARCHAR,
    role_group        VARCHAR
);

comment on table staging.entity_roles is 'One role that an article of the run at hand gives a person.';
comment on column staging.entity_roles.content_hash is 'The article (staging.articles).';
