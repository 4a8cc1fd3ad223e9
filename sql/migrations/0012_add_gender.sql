-- Persons get a gender, told by the words around their names. Articles that were read before tell it once they are read
-- again, which the next run does; until then first names and the authority file do.
alter table core.fact_mention add column gender VARCHAR;
alter table core.fact_mention add column gender_source VARCHAR;
alter table if exists core.fact_entity_role add column role_group VARCHAR;
alter table core.dim_entity add column gender VARCHAR;
alter table core.dim_entity add column gender_source VARCHAR;
alter table core.dim_entity add column gender_share DOUBLE;
alter table if exists core.authority add column gender VARCHAR;
