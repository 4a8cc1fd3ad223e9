create table if not exists staging.statements (
    quote_key      BIGINT,
    statement_id   VARCHAR,
    statement_text VARCHAR
);

comment on table staging.statements is 'One quote of the warehouse and the statement it reports, as resolved in the run at hand.';
comment on column staging.statements.quote_key is 'The quote (core.fact_quote).';
comment on column staging.statements.statement_id is 'Natural key of the statement.';
comment on column staging.statements.statement_text is 'Wording that stands for the statement: the fullest direct one, else the fullest.';
