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
    run_key     BIGINT
);

comment on table core.resolution is 'One judgement that a name of a type is an entity. Merges and splits live here and never in the facts; a judgement that no longer holds is retired, not deleted.';
comment on column core.resolution.name_key is 'Surrogate key of the name: 63-bit hash of entity type and name.';
comment on column core.resolution.entity_name is 'The name, as the facts bear it.';
comment on column core.resolution.entity_type is 'The type, as the facts bear it.';
comment on column core.resolution.entity_key is 'Entity it is judged to be (core.dim_entity).';
comment on column core.resolution.score is 'Certainty of the judgement (0 to 1).';
comment on column core.resolution.method is 'Rule or command that judged.';
comment on column core.resolution.decided_by is 'rule, or the person who decided.';
comment on column core.resolution.decided_at is 'Moment of the judgement (UTC).';
comment on column core.resolution.retired_at is 'Moment another judgement took its place (UTC); empty while it holds.';
comment on column core.resolution.run_key is 'Run that wrote the row (meta.run).';
