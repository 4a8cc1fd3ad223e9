-- grain: entity_key
create table if not exists core.dim_entity (
    entity_key    BIGINT,
    entity_id     VARCHAR,
    entity_name   VARCHAR,
    entity_type   VARCHAR,
    country_code  VARCHAR,
    wikidata_id   VARCHAR,
    gender        VARCHAR,
    gender_source VARCHAR,
    gender_share  DOUBLE
);

comment on table core.dim_entity is 'One named thing or described source; -1 is the unknown entity, -2 stands where none applies.';
comment on column core.dim_entity.entity_key is 'Surrogate key: 63-bit hash of entity_id.';
comment on column core.dim_entity.entity_id is 'Natural key: type and name in lower case; the article too where it is a description.';
comment on column core.dim_entity.entity_name is 'Fullest usual name; empty for the two special members.';
comment on column core.dim_entity.entity_type is 'OntoNotes type, or DESCRIPTION for an unnamed source.';
comment on column core.dim_entity.country_code is 'ISO 3166-1 alpha-2 code where the entity is a place or the authority file states it; empty where places of several countries bear the name.';
comment on column core.dim_entity.wikidata_id is 'Wikidata item, such as Q42, where the authority file states it.';
comment on column core.dim_entity.gender is 'Gender of a person: female, male or other; empty where nothing tells it or what tells it disagrees.';
comment on column core.dim_entity.gender_source is 'What tells it, the strongest first: decision (a person''s word), authority file, stated (the text says it), pronoun, title, noun (kinship or another noun with a gender) or first name.';
comment on column core.dim_entity.gender_share is 'Share of what the texts tell that agrees (0 to 1); of a first name, the share of its bearers; 1 for a person''s word and the authority file.';
