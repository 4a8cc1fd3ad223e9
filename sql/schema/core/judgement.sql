-- grain: judgement_key
create table if not exists core.judgement (
    judgement_key     BIGINT,
    verdict           VARCHAR,
    entity_type       VARCHAR,
    entity_name       VARCHAR,
    other_entity_type VARCHAR,
    other_entity_name VARCHAR,
    decided_by        VARCHAR,
    decided_at        TIMESTAMP
);

comment on table core.judgement is 'One decision of a person that two names are the same entity or are not; of two on the same names the later stands. core.resolution is what rules and these decisions make together.';
comment on column core.judgement.judgement_key is 'Surrogate key: 63-bit hash of both names with their types, and of the moment.';
comment on column core.judgement.verdict is 'same or different.';
comment on column core.judgement.entity_type is 'Type of the one; its entity gives the merged one its name.';
comment on column core.judgement.entity_name is 'Name of the one.';
comment on column core.judgement.other_entity_type is 'Type of the other.';
comment on column core.judgement.other_entity_name is 'Name of the other.';
comment on column core.judgement.decided_by is 'Person who decided.';
comment on column core.judgement.decided_at is 'Moment of the decision (UTC).';
