-- grain: cue_key
create table if not exists core.dim_cue (
    cue_key   BIGINT,
    cue_lemma VARCHAR,
    cue_class VARCHAR
);

comment on table core.dim_cue is 'One cue verb or phrase; -1 is an unknown cue, -2 stands where a quote has none.';
comment on column core.dim_cue.cue_key is 'Surrogate key: 63-bit hash of cue_lemma.';
comment on column core.dim_cue.cue_lemma is 'Cue in its dictionary form.';
comment on column core.dim_cue.cue_class is 'Class: neutral, assertive, denial, question, directive, evaluation or commitment.';
