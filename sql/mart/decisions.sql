create or replace view mart.decisions as
select
    d.decision_key,
    d.kind,
    if(d.undone_at is not null, 'undone', coalesce(l.state, 'held')) as state,
    l.lapse,
    d.subject_type,
    d.subject_name,
    d.subject_article,
    d.subject_text,
    d.subject_hash,
    d.subject_number,
    d.other_type,
    d.other_name,
    d.other_article,
    d.other_text,
    d.other_hash,
    d.other_number,
    d.value,
    d.reason,
    d.comment,
    d.decided_by,
    d.decided_at,
    d.undone_by,
    d.undone_at,
    l.article_key,
    l.quote_key,
    l.other_quote_key,
    l.entity_key,
    l.other_entity_key,
    a.source_path,
    a.headline
from core.decision as d
left join core.laid_decision as l on l.decision_key = d.decision_key
left join core.dim_article as a on a.article_key = l.article_key;

comment on view mart.decisions is 'All that people decided, with where each decision is laid now. Nothing leaves it: what cannot be laid is lapsed, what was taken back is undone.';
comment on column mart.decisions.decision_key is 'Surrogate key: 63-bit hash of what was decided, by whom and when.';
comment on column mart.decisions.kind is 'entity_same, entity_different, entity_named, entity_linked, entity_gender, outlet_same, outlet_named, quote_verified, quote_rejected, quote_speaker, quote_text, quote_type, statement_same, statement_different, article_outlet, article_date or article_author.';
comment on column mart.decisions.state is 'held, overruled (by a later one, or by one that keeps two things apart), lapsed (what it was laid on is not in the warehouse now) or undone.';
comment on column mart.decisions.lapse is 'Why it is not held, in words; empty where it is.';
comment on column mart.decisions.subject_type is 'Type of the entity decided on; empty otherwise.';
comment on column mart.decisions.subject_name is 'Name of the entity or outlet decided on; it gives two that are the same their name.';
comment on column mart.decisions.subject_article is 'Natural key of the article that the subject stands in: a quote, a described source, a surname alone, or the article itself (core.dim_article.article_id).';
comment on column mart.decisions.subject_text is 'What it was laid on, for people: the words of the quote, the headline of the article.';
comment on column mart.decisions.subject_hash is 'Hash of the letters and digits of the quote, in lower case.';
comment on column mart.decisions.subject_number is 'Place of the quote among those of its article with the same letters and digits, counted from 1.';
comment on column mart.decisions.other_type is 'Type of the other entity, or of the speaker.';
comment on column mart.decisions.other_name is 'Name of the other entity or outlet, or of the speaker, also of a quote that was verified; empty where nobody is the speaker.';
comment on column mart.decisions.other_article is 'Natural key of the article that the other quote or description stands in.';
comment on column mart.decisions.other_text is 'Words of the other quote.';
comment on column mart.decisions.other_hash is 'Hash of the letters and digits of the other quote.';
comment on column mart.decisions.other_number is 'Place of the other quote among equal ones, counted from 1.';
comment on column mart.decisions.value is 'What was decided: a name, a Wikidata item, a gender, the words of the quote (fragments joined by an ellipsis in brackets), its type (also of one that was verified), an outlet, a day, or authors (joined by semicolons).';
comment on column mart.decisions.reason is 'Why a quote is rejected: not_a_quote, not_said, not_of_article, garbled, duplicate or other.';
comment on column mart.decisions.comment is 'Why, in the words of who decided.';
comment on column mart.decisions.decided_by is 'Person who decided.';
comment on column mart.decisions.decided_at is 'Moment of the decision (UTC).';
comment on column mart.decisions.undone_by is 'Person who took it back; empty while it stands.';
comment on column mart.decisions.undone_at is 'Moment it was taken back (UTC); empty while it stands.';
comment on column mart.decisions.article_key is 'Newest article version that it is laid on, or would be.';
comment on column mart.decisions.quote_key is 'Quote of that version that it is laid on.';
comment on column mart.decisions.other_quote_key is 'The other quote, where two are the same statement or are not.';
comment on column mart.decisions.entity_key is 'Entity that it is laid on, or that it says the speaker is.';
comment on column mart.decisions.other_entity_key is 'The other entity, where two are the same or are not.';
comment on column mart.decisions.source_path is 'Path of that article version.';
comment on column mart.decisions.headline is 'Headline of that article version.';
