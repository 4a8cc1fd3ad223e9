-- grain: quote_key
-- references: quote_key core.fact_quote, article_key core.dim_article, speaker_name_key core.resolution.name_key or -2
-- required: review, has_speaker
create table if not exists core.decided_quote (
    quote_key        BIGINT,
    article_key      BIGINT,
    review           VARCHAR,
    reject_reason    VARCHAR,
    comment          VARCHAR,
    reviewed_by      VARCHAR,
    reviewed_at      TIMESTAMP,
    quote_type       VARCHAR,
    quote_text       VARCHAR,
    fragments        STRUCT(raw_start INTEGER, raw_end INTEGER)[],
    has_speaker      BOOLEAN,
    speaker_name_key BIGINT,
    speaker_name     VARCHAR,
    speaker_type     VARCHAR,
    source_kind      VARCHAR
);

comment on table core.decided_quote is 'One quote that somebody decided on, with what the decisions that hold say of it. Views lay it over core.fact_quote. Made anew by each load and each decision.';
comment on column core.decided_quote.quote_key is 'The quote (core.fact_quote).';
comment on column core.decided_quote.article_key is 'Its article version.';
comment on column core.decided_quote.review is 'verified, corrected or rejected.';
comment on column core.decided_quote.reject_reason is 'Why it is rejected; empty otherwise.';
comment on column core.decided_quote.comment is 'Why, in the words of who decided last.';
comment on column core.decided_quote.reviewed_by is 'Who decided last.';
comment on column core.decided_quote.reviewed_at is 'Moment of the last decision (UTC).';
comment on column core.decided_quote.quote_type is 'Type as decided, where another was found; empty otherwise.';
comment on column core.decided_quote.quote_text is 'Words as decided; empty where nobody decided.';
comment on column core.decided_quote.fragments is 'Where these words stand in raw_text.';
comment on column core.decided_quote.has_speaker is 'Whether somebody decided who the speaker is. Who verified a quote did, which counts where another speaker is found now.';
comment on column core.decided_quote.speaker_name_key is 'Name of the speaker as decided (core.resolution); -2 where nobody is, or where nobody decided.';
comment on column core.decided_quote.speaker_name is 'Name of the speaker as decided; empty where nobody is.';
comment on column core.decided_quote.speaker_type is 'Entity type of the speaker as decided, or DESCRIPTION.';
comment on column core.decided_quote.source_kind is 'What the source is as decided; empty where that is as found.';
