-- references: entity_key core.dim_entity
-- required: name_key, decided_at, run_key
-- current: retired_at is null
create table if not exists core.resolution (
    name_key    BIGINT,
    entity_name VARCHAR,
    entity_type VARCHAR,
    entity_key  BIGINT,
    score       DOUBLE,
    method      VARCHAR,
    decided_by  VARCHAR,
    decided_at  TIMESTAMP,
    retired_at  TIMESTAMP,
    run_key     BIGINT,
    article_key BIGINT,
    evidence    VARCHAR
);

comment on table core.resolution is 'One judgement that a name of a type, or of a type and article, is an entity. Merges and splits live here and never in the facts; a judgement that no longer holds is retired, not deleted.';
comment on column core.resolution.name_key is 'Surrogate key of the name: 63-bit hash of entity type, name and, where it is bound to one, article.';
comment on column core.resolution.entity_name is 'The name, as the facts bear it.';
comment on column core.resolution.entity_type is 'The type, as the facts bear it.';
comment on column core.resolution.entity_key is 'Entity it is judged to be (core.dim_entity).';
comment on column core.resolution.score is 'Certainty of the judgement (0 to 1).';
comment on column core.resolution.method is 'Rule that judged; human where a person did.';
comment on column core.resolution.decided_by is 'rule, authority file, or the person who decided.';
comment on column core.resolution.decided_at is 'Moment of the judgement (UTC).';
comment on column core.resolution.retired_at is 'Moment another judgement took its place (UTC); empty while it holds.';
comment on column core.resolution.run_key is 'Run that wrote the row (meta.run); -2 where a person''s command did.';
comment on column core.resolution.article_key is 'Article version that the name is bound to (core.dim_article): a surname alone and a description mean something in their article only. Empty where the name means the same everywhere.';
comment on column core.resolution.evidence is 'What the judgement rests on, in words.';
