create or replace view mart.quotes as
select
    q.quote_key,
    q.article_key,
    a.source_path,
    a.url,
    q.quote_type,
    q.quote_text,
    q.raw_start,
    q.raw_end,
    q.fragments,
    coalesce(speaker_called.entity_name, speaker.entity_name) as speaker_name,
    q.speaker_text,
    q.speaker_raw_start,
    q.speaker_raw_end,
    speaker_judged.entity_key as speaker_entity_key,
    q.speaker_type,
    q.source_kind,
    q.anonymity_text,
    q.anonymity_reason,
    q.cue,
    c.cue_lemma,
    c.cue_class,
    q.is_denied,
    coalesce(addressee_called.entity_name, addressee.entity_name) as addressee_name,
    addressee_judged.entity_key as addressee_entity_key,
    q.medium,
    nullif(q.statement_key, -1) as statement_key,
    q.match_score,
    coalesce(q.match_score, 1) >= 0.8 as is_sure_match,
    nullif(q.parent_quote_key, -2) as parent_quote_key,
    q.method,
    q.confidence,
    q.confidence > 0.9 or q.review is not null as is_certain,
    q.review,
    q.reviewed_by,
    q.reviewed_at,
    a.outlet_name,
    a.published_on,
    a.headline,
    a.is_copy
from mart.quote_versions as q
inner join mart.article_labels as a on a.article_key = q.article_key and a.is_current
inner join core.dim_cue as c on c.cue_key = q.cue_key
left join core.resolution as speaker_judged
    on speaker_judged.name_key = q.speaker_name_key and speaker_judged.retired_at is null
left join core.dim_entity as speaker on speaker.entity_key = speaker_judged.entity_key
left join core.decided_entity as speaker_called on speaker_called.entity_key = speaker_judged.entity_key
left join core.resolution as addressee_judged
    on addressee_judged.name_key = q.addressee_name_key and addressee_judged.retired_at is null
left join core.dim_entity as addressee on addressee.entity_key = addressee_judged.entity_key
left join core.decided_entity as addressee_called on addressee_called.entity_key = addressee_judged.entity_key
where q.review is distinct from 'rejected';

comment on view mart.quotes is 'Quotes of current articles: who said what, to whom, in which article, and the statement it reports. What people decided is laid over what was found; quotes they rejected are in mart.rejected_quotes alone.';
comment on column mart.quotes.quote_key is 'Surrogate key of the quote.';
comment on column mart.quotes.article_key is 'Article version (mart.articles).';
comment on column mart.quotes.source_path is 'Path of the file below the ingested root, with #record behind it for a record of a file.';
comment on column mart.quotes.url is 'Address of the article.';
comment on column mart.quotes.quote_type is 'direct, mixed or indirect.';
comment on column mart.quotes.quote_text is 'Words attributed, as a person may print them: white space folded, fragments joined with an ellipsis in brackets, without the last comma of each.';
comment on column mart.quotes.raw_start is 'First code point in the raw text.';
comment on column mart.quotes.raw_end is 'Code point behind the last in the raw text.';
comment on column mart.quotes.fragments is 'Pieces of the quote in the raw text; one where it is unbroken.';
comment on column mart.quotes.speaker_name is 'Source, resolved; empty where the text names none.';
comment on column mart.quotes.speaker_text is 'Source as it stands nearest the cue.';
comment on column mart.quotes.speaker_raw_start is 'First code point of the source in the raw text.';
comment on column mart.quotes.speaker_raw_end is 'Code point behind the source in the raw text.';
comment on column mart.quotes.speaker_entity_key is 'Source (mart.entities).';
comment on column mart.quotes.speaker_type is 'Entity type of the source, or DESCRIPTION where it bears no name.';
comment on column mart.quotes.source_kind is 'What the source is: person, organisation, group, anonymous (a person not named), document, outlet, author (first person of the article), unresolved (a pronoun nobody resolves) or none.';
comment on column mart.quotes.anonymity_text is 'Words by which the article says that the source is not named; empty where it says nothing.';
comment on column mart.quotes.anonymity_reason is 'Reason that these words give.';
comment on column mart.quotes.cue is 'Cue as it stands.';
comment on column mart.quotes.cue_lemma is 'Cue in its dictionary form.';
comment on column mart.quotes.cue_class is 'Class of the cue.';
comment on column mart.quotes.is_denied is 'Whether the source denies what the quote holds.';
comment on column mart.quotes.addressee_name is 'Addressee, resolved; empty where the text names none.';
comment on column mart.quotes.addressee_entity_key is 'Addressee (mart.entities).';
comment on column mart.quotes.medium is 'Medium stated for the utterance; post for an embedded post.';
comment on column mart.quotes.statement_key is 'Statement reported (mart.statements).';
comment on column mart.quotes.match_score is 'How surely it reports the same utterance as another quote of its statement (0 to 1); empty where it is alone.';
comment on column mart.quotes.is_sure_match is 'Whether match_score is at least 0.8, or the quote is alone or tied by somebody: what is shown by default, and what is said of outlets, rests on such quotes.';
comment on column mart.quotes.parent_quote_key is 'Quote that this one is nested in.';
comment on column mart.quotes.method is 'Rule that found the quote.';
comment on column mart.quotes.confidence is 'How often quotes found this way are right on labelled articles (0 to 1).';
comment on column mart.quotes.review is 'verified or corrected by a person; empty where nobody decided.';
comment on column mart.quotes.reviewed_by is 'Who decided last.';
comment on column mart.quotes.reviewed_at is 'Moment of the last decision (UTC).';
comment on column mart.quotes.is_certain is 'Whether the confidence is above 0.9 or a person checked it: queries that accuse somebody rest on such quotes.';
comment on column mart.quotes.outlet_name is 'Outlet of the article.';
comment on column mart.quotes.published_on is 'Day of publication.';
comment on column mart.quotes.headline is 'Headline of the article.';
comment on column mart.quotes.is_copy is 'Whether the article is nearly that of another told before it (mart.article_copies), so that its quotes repeat those.';
