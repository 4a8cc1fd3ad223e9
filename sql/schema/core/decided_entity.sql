-- grain: entity_key
-- references: entity_key core.dim_entity
create table if not exists core.decided_entity (
    entity_key  BIGINT,
    entity_name VARCHAR,
    wikidata_id VARCHAR,
    gender      VARCHAR
);

comment on table core.decided_entity is 'One entity of which somebody decided the name, the Wikidata item or the gender; empty where nobody did. Made anew by each load and each decision.';
comment on column core.decided_entity.entity_key is 'The entity (core.dim_entity).';
comment on column core.decided_entity.entity_name is 'Its name as decided.';
comment on column core.decided_entity.wikidata_id is 'Its Wikidata item as decided.';
comment on column core.decided_entity.gender is 'Gender as decided.';
