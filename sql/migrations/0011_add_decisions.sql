-- What people decided of names becomes a part of the log of all that they decide. Where it is laid is found by the next
-- load or decision; sql/schema makes those tables.
create table core.decision (
    decision_key    BIGINT,
    kind            VARCHAR,
    subject_type    VARCHAR,
    subject_name    VARCHAR,
    subject_article VARCHAR,
    subject_text    VARCHAR,
    subject_hash    VARCHAR,
    subject_number  INTEGER,
    other_type      VARCHAR,
    other_name      VARCHAR,
    other_article   VARCHAR,
    other_text      VARCHAR,
    other_hash      VARCHAR,
    other_number    INTEGER,
    value           VARCHAR,
    reason          VARCHAR,
    comment         VARCHAR,
    decided_by      VARCHAR,
    decided_at      TIMESTAMP,
    undone_by       VARCHAR,
    undone_at       TIMESTAMP
);

insert into core.decision by name
select
    decision_key_of(
        if(verdict = 'same', 'entity_same', 'entity_different'),
        [entity_type, entity_name, null, null, null, other_entity_type, other_entity_name, null, null, null, null, null],
        decided_by,
        decided_at
    ) as decision_key,
    if(verdict = 'same', 'entity_same', 'entity_different') as kind,
    entity_type as subject_type,
    entity_name as subject_name,
    other_entity_type as other_type,
    other_entity_name as other_name,
    decided_by,
    decided_at
from core.judgement;

drop table core.judgement;
