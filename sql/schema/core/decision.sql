-- grain: decision_key
-- required: kind, decided_by, decided_at
create table if not exists core.decision (
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

comment on table core.decision is 'One decision of a person. It is bound to what it was said of by content, never by row keys, and stays in the log when it is undone; of two on the same subject the later stands.';
comment on column core.decision.decision_key is 'Surrogate key: 63-bit hash of what was decided, by whom and when.';
comment on column core.decision.kind is 'entity_same, entity_different, entity_named, entity_linked, entity_gender, outlet_same, outlet_named, quote_verified, quote_rejected, quote_speaker, quote_text, quote_type, statement_same, statement_different, article_outlet, article_date or article_author.';
comment on column core.decision.subject_type is 'Type of the entity decided on; empty otherwise.';
comment on column core.decision.subject_name is 'Name of the entity or outlet decided on; it gives two that are the same their name.';
comment on column core.decision.subject_article is 'Natural key of the article that the subject stands in: a quote, a described source, a surname alone, or the article itself (core.dim_article.article_id).';
comment on column core.decision.subject_text is 'What it was laid on, for people: the words of the quote, the headline of the article.';
comment on column core.decision.subject_hash is 'Hash of the letters and digits of the quote, in lower case.';
comment on column core.decision.subject_number is 'Place of the quote among those of its article with the same letters and digits, counted from 1.';
comment on column core.decision.other_type is 'Type of the other entity, or of the speaker.';
comment on column core.decision.other_name is 'Name of the other entity or outlet, or of the speaker, also of a quote that was verified; empty where nobody is the speaker.';
comment on column core.decision.other_article is 'Natural key of the article that the other quote or description stands in.';
comment on column core.decision.other_text is 'Words of the other quote.';
comment on column core.decision.other_hash is 'Hash of the letters and digits of the other quote.';
comment on column core.decision.other_number is 'Place of the other quote among equal ones, counted from 1.';
comment on column core.decision.value is 'What was decided: a name, a Wikidata item, a gender, the words of the quote (fragments joined by an ellipsis in brackets), its type (also of one that was verified), an outlet, a day, or authors (joined by semicolons).';
comment on column core.decision.reason is 'Why a quote is rejected: not_a_quote, not_said, not_of_article, garbled, duplicate or other.';
comment on column core.decision.comment is 'Why, in the words of who decided.';
comment on column core.decision.decided_by is 'Person who decided.';
comment on column core.decision.decided_at is 'Moment of the decision (UTC).';
comment on column core.decision.undone_by is 'Person who took it back; empty while it stands.';
comment on column core.decision.undone_at is 'Moment it was taken back (UTC); empty while it stands.';
