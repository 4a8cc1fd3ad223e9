-- grain: statement_key
create table if not exists core.dim_statement (
    statement_key  BIGINT,
    statement_id   VARCHAR,
    statement_text VARCHAR
);

comment on table core.dim_statement is 'One utterance, in whichever articles and wordings it is reported; -1 is the unknown statement.';
comment on column core.dim_statement.statement_key is 'Surrogate key: 63-bit hash of statement_id.';
comment on column core.dim_statement.statement_id is 'Natural key.';
comment on column core.dim_statement.statement_text is 'Wording that stands for the statement: the fullest direct one, else the fullest.';
