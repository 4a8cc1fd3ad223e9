create table if not exists core.name_block (
    entity_type      VARCHAR,
    entity_name      VARCHAR,
    relation         VARCHAR,
    block            VARCHAR,
    resolver_version VARCHAR
);

comment on table core.name_block is 'One key on which the judgement of a name depends. Only names that share one are judged together, so that new articles cost in proportion to the names they touch.';
comment on column core.name_block.entity_type is 'Type of the name.';
comment on column core.name_block.entity_name is 'The name, as the facts bear it.';
comment on column core.name_block.relation is 'words: what it is written like, whatever its type; group: names that may be one entity; gives: what it is to shorter names or descriptions; asks: what such a name or description looks for.';
comment on column core.name_block.block is 'The key.';
comment on column core.name_block.resolver_version is 'Version of the rules that made it; with another one all names are judged anew.';
