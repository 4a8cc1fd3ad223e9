create table if not exists core.authority (
    entity_type  VARCHAR,
    entity_name  VARCHAR,
    aliases      VARCHAR[],
    wikidata_id  VARCHAR,
    country_code VARCHAR,
    gender       VARCHAR
);

comment on table core.authority is 'One entity of the authority file, as the latest run read it. Empty without such a file.';
comment on column core.authority.entity_type is 'Type of the entity (OntoNotes).';
comment on column core.authority.entity_name is 'Name that the entity is given.';
comment on column core.authority.aliases is 'Other names of it.';
comment on column core.authority.wikidata_id is 'Wikidata item, such as Q42.';
comment on column core.authority.country_code is 'ISO 3166-1 alpha-2 code.';
comment on column core.authority.gender is 'Gender of a person: female, male or other.';
