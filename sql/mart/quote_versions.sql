create or replace view mart.quote_versions as
select
    f.quote_key,
    f.parent_quote_key,
    f.article_key,
    f.quote_number,
    coalesce(d.quote_type, f.quote_type) as quote_type,
    coalesce(d.quote_text, f.quote_text) as quote_text,
    coalesce(d.fragments[1].raw_start, f.raw_start) as raw_start,
    coalesce(d.fragments[-1].raw_end, f.raw_end) as raw_end,
    coalesce(d.fragments, f.fragments) as fragments,
    f.sentence_number,
    if(d.has_speaker, d.speaker_name_key, f.speaker_name_key) as speaker_name_key,
    if(d.has_speaker and d.speaker_name_key = -2, null, f.speaker_text) as speaker_text,
    if(d.has_speaker and d.speaker_name_key = -2, null, f.speaker_raw_start) as speaker_raw_start,
    if(d.has_speaker and d.speaker_name_key = -2, null, f.speaker_raw_end) as speaker_raw_end,
    if(d.has_speaker, d.speaker_name, f.speaker_name) as speaker_name,
    if(d.has_speaker, d.speaker_type, f.speaker_type) as speaker_type,
    coalesce(d.source_kind, f.source_kind) as source_kind,
    f.anonymity_text,
    f.anonymity_reason,
    f.cue_key,
    f.cue,
    f.addressee_name_key,
    f.is_denied,
    f.medium,
    f.statement_key,
    f.match_score,
    f.method,
    f.confidence,
    d.review,
    d.reject_reason,
    d.comment,
    d.reviewed_by,
    d.reviewed_at,
    coalesce(d.has_speaker, false) as has_decided_speaker
from core.fact_quote as f
left join core.decided_quote as d on d.quote_key = f.quote_key
where not f.is_cut;

comment on view mart.quote_versions is 'Quotes of all versions of all articles, rejected ones too, with what people decided laid over what was found. mart.quotes shows those of current articles, with names.';
comment on column mart.quote_versions.quote_key is 'Surrogate key: 63-bit hash of article_key and quote_number.';
comment on column mart.quote_versions.parent_quote_key is 'Quote that this one is nested in; -2 where it is in none.';
comment on column mart.quote_versions.article_key is 'The article version (core.dim_article).';
comment on column mart.quote_versions.quote_number is 'Place of the quote in its article, counted from 0 by raw_start and raw_end.';
comment on column mart.quote_versions.quote_type is 'direct (a whole clause inside quotation marks), mixed (a reported clause that holds a quoted fragment) or indirect (a reported clause without marks).';
comment on column mart.quote_versions.quote_text is 'Words attributed, as a person may print them: white space folded, fragments joined with an ellipsis in brackets, without the last comma of each.';
comment on column mart.quote_versions.raw_start is 'First code point of the first fragment in raw_text.';
comment on column mart.quote_versions.raw_end is 'Code point behind the last fragment in raw_text.';
comment on column mart.quote_versions.fragments is 'Pieces of the quote in raw_text, in order; one where the quote is unbroken.';
comment on column mart.quote_versions.sentence_number is 'Sentence of clean_text in which the quote begins, counted from 0; empty for an embedded post.';
comment on column mart.quote_versions.speaker_name_key is 'Name of the source; core.resolution says whose it is. -2 where the text names no source.';
comment on column mart.quote_versions.speaker_text is 'Source as it stands nearest the cue: a name, a pronoun or a description; empty where the text names none.';
comment on column mart.quote_versions.speaker_raw_start is 'First code point of the source in raw_text.';
comment on column mart.quote_versions.speaker_raw_end is 'Code point behind the source in raw_text.';
comment on column mart.quote_versions.speaker_name is 'Source resolved within the article: the fullest name of the entity, or the description as it stands.';
comment on column mart.quote_versions.speaker_type is 'Entity type of the source, or DESCRIPTION where it is not a named entity.';
comment on column mart.quote_versions.source_kind is 'What the source is: person, organisation, group, anonymous (a person not named), document, outlet, author (first person of the article), unresolved (a pronoun nobody resolves) or none.';
comment on column mart.quote_versions.anonymity_text is 'Words by which the article says that the source is not named; empty where it says nothing.';
comment on column mart.quote_versions.anonymity_reason is 'Reason that these words give.';
comment on column mart.quote_versions.cue_key is 'Cue (core.dim_cue).';
comment on column mart.quote_versions.cue is 'Cue word or phrase as it stands; empty where there is none.';
comment on column mart.quote_versions.addressee_name_key is 'Name of the addressee; core.resolution says whose it is. -2 where the text names none.';
comment on column mart.quote_versions.is_denied is 'Whether the source denies what the quote holds.';
comment on column mart.quote_versions.medium is 'Medium stated for the utterance, such as interview, statement or twitter; post for an embedded post.';
comment on column mart.quote_versions.statement_key is 'Statement reported (core.dim_statement).';
comment on column mart.quote_versions.match_score is 'How surely it reports its statement: the probability of the surest pair that it makes with another quote of the statement; empty where it is alone.';
comment on column mart.quote_versions.method is 'Rule that found the quote.';
comment on column mart.quote_versions.confidence is 'How often quotes found this way are right on labelled articles (0 to 1).';
comment on column mart.quote_versions.review is 'verified, corrected or rejected by a person; empty where nobody decided.';
comment on column mart.quote_versions.reject_reason is 'Why it is rejected; empty otherwise.';
comment on column mart.quote_versions.comment is 'Why, in the words of who decided last.';
comment on column mart.quote_versions.reviewed_by is 'Who decided last.';
comment on column mart.quote_versions.reviewed_at is 'Moment of the last decision (UTC).';
comment on column mart.quote_versions.has_decided_speaker is 'Whether a person decided who the speaker is.';
