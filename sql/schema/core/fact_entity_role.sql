-- grain: entity_role_key; article_key, raw_start, raw_end, entity_name
-- references: article_key core.dim_article, outlet_key core.dim_outlet, date_key core.dim_date, name_key
--   core.resolution, organization_name_key core.resolution.name_key or -2
-- required: run_key
create table if not exists core.fact_entity_role (
    entity_role_key       BIGINT,
    article_key           BIGINT,
    outlet_key            BIGINT,
    date_key              BIGINT,
    name_key              BIGINT,
    organization_name_key BIGINT,
    raw_start             INTEGER,
    raw_end               INTEGER,
    clean_start           INTEGER,
    clean_end             INTEGER,
    sentence_number       INTEGER,
    role_text             VARCHAR,
    entity_type           VARCHAR,
    entity_name           VARCHAR,
    organization_name     VARCHAR,
    country_code          VARCHAR,
    role_rule             VARCHAR,
    role_group            VARCHAR,
    run_key               BIGINT
);

comment on table core.fact_entity_role is 'One role that an article version gives a person: an office, work or kinship, as it stands by the name.';
comment on column core.fact_entity_role.entity_role_key is 'Surrogate key: 63-bit hash of article_key, raw_start, raw_end and entity_name.';
comment on column core.fact_entity_role.article_key is 'The article version (core.dim_article).';
comment on column core.fact_entity_role.outlet_key is 'Outlet of the article (core.dim_outlet).';
comment on column core.fact_entity_role.date_key is 'Day of publication (core.dim_date).';
comment on column core.fact_entity_role.name_key is 'Name of the bearer within the article; core.resolution says whose it is.';
comment on column core.fact_entity_role.organization_name_key is 'Name of the organisation; core.resolution says whose it is. -2 where the role names none.';
comment on column core.fact_entity_role.raw_start is 'First code point in raw_text.';
comment on column core.fact_entity_role.raw_end is 'Code point behind the last in raw_text.';
comment on column core.fact_entity_role.clean_start is 'First code point in clean_text.';
comment on column core.fact_entity_role.clean_end is 'Code point behind the last in clean_text.';
comment on column core.fact_entity_role.sentence_number is 'Sentence of clean_text, counted from 0.';
comment on column core.fact_entity_role.role_text is 'raw_text from raw_start to raw_end, white space folded.';
comment on column core.fact_entity_role.entity_type is 'Type of the bearer: PERSON.';
comment on column core.fact_entity_role.entity_name is 'Fullest name the same article gives the bearer.';
comment on column core.fact_entity_role.organization_name is 'Organisation that the role names, as the article calls it most fully; empty where it names none.';
comment on column core.fact_entity_role.country_code is 'ISO 3166-1 alpha-2 code of the country that the role names; empty where it names none.';
comment on column core.fact_entity_role.role_rule is 'How the role stands by the name: before, apposition (beside it) or predicate (said of it).';
comment on column core.fact_entity_role.role_group is 'Kind of the role: politician, spokesperson, official, law, security, business, expert, media, culture, faith, relative or citizen; empty where its noun fits none or several.';
comment on column core.fact_entity_role.run_key is 'Run that wrote the row (meta.run).';
