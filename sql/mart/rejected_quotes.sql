create or replace view mart.rejected_quotes as
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
    q.speaker_name,
    q.source_kind,
    q.cue,
    q.method,
    q.confidence,
    q.reject_reason,
    q.comment,
    q.reviewed_by,
    q.reviewed_at,
    a.outlet_name,
    a.published_on,
    a.headline
from mart.quote_versions as q
inner join mart.article_labels as a on a.article_key = q.article_key and a.is_current
where q.review = 'rejected';

comment on view mart.rejected_quotes is 'Quotes of current articles that a person rejected. They are in no other view.';
comment on column mart.rejected_quotes.quote_key is 'Surrogate key of the quote.';
comment on column mart.rejected_quotes.article_key is 'Article version (mart.articles).';
comment on column mart.rejected_quotes.source_path is 'Path of the file below the ingested root, with #record behind it for a record of a file.';
comment on column mart.rejected_quotes.url is 'Address of the article.';
comment on column mart.rejected_quotes.quote_type is 'direct, mixed or indirect.';
comment on column mart.rejected_quotes.quote_text is 'Words attributed, as a person may print them: white space folded, fragments joined with an ellipsis in brackets, without the last comma of each.';
comment on column mart.rejected_quotes.raw_start is 'First code point in the raw text.';
comment on column mart.rejected_quotes.raw_end is 'Code point behind the last in the raw text.';
comment on column mart.rejected_quotes.fragments is 'Pieces of the quote in the raw text; one where it is unbroken.';
comment on column mart.rejected_quotes.speaker_name is 'Source resolved within the article.';
comment on column mart.rejected_quotes.source_kind is 'What the source is: person, organisation, group, anonymous (a person not named), document, outlet, author (first person of the article), unresolved (a pronoun nobody resolves) or none.';
comment on column mart.rejected_quotes.cue is 'Cue as it stands.';
comment on column mart.rejected_quotes.method is 'Rule that found the quote.';
comment on column mart.rejected_quotes.confidence is 'How often quotes found this way are right on labelled articles (0 to 1).';
comment on column mart.rejected_quotes.reject_reason is 'not_a_quote, not_said, not_of_article, garbled, duplicate or other.';
comment on column mart.rejected_quotes.comment is 'Why, in the words of who rejected it.';
comment on column mart.rejected_quotes.reviewed_by is 'Who rejected it.';
comment on column mart.rejected_quotes.reviewed_at is 'Moment it was rejected (UTC).';
comment on column mart.rejected_quotes.outlet_name is 'Outlet of the article.';
comment on column mart.rejected_quotes.published_on is 'Day of publication.';
comment on column mart.rejected_quotes.headline is 'Headline of the article.';
