-- grain: decision_key
-- references: decision_key core.decision
-- required: state
create table if not exists core.laid_decision (
    decision_key     BIGINT,
    state            VARCHAR,
    lapse            VARCHAR,
    article_key      BIGINT,
    quote_key        BIGINT,
    other_quote_key  BIGINT,
    entity_key       BIGINT,
    other_entity_key BIGINT,
    outlet_key       BIGINT
);

comment on table core.laid_decision is 'Where each decision that was not undone is laid now. Made anew by each load and each decision.';
comment on column core.laid_decision.decision_key is 'The decision (core.decision).';
comment on column core.laid_decision.state is 'held, overruled or lapsed.';
comment on column core.laid_decision.lapse is 'Why it is not held, in words; empty where it is.';
comment on column core.laid_decision.article_key is 'Newest article version that it is laid on, or would be.';
comment on column core.laid_decision.quote_key is 'Quote of that version that it is laid on.';
comment on column core.laid_decision.other_quote_key is 'The other quote, where two are the same statement or are not.';
comment on column core.laid_decision.entity_key is 'Entity that it is laid on, or that it says the speaker is.';
comment on column core.laid_decision.other_entity_key is 'The other entity, where two are the same or are not.';
comment on column core.laid_decision.outlet_key is 'Outlet that it is laid on.';
