create or replace view mart.checked_quotes as
select
    f.quote_key,
    f.article_key,
    a.source_path,
    a.outlet_name,
    a.published_on,
    f.quote_type,
    f.quote_text,
    f.speaker_name,
    f.source_kind,
    f.method,
    f.confidence,
    d.review,
    d.review <> 'rejected' as is_quote,
    is_quote
    and (
        not d.has_speaker
        or d.speaker_name_key = f.speaker_name_key
        or coalesce(found.entity_key = decided.entity_key, false)
    ) as is_speaker_right,
    is_quote and (d.quote_text is null or quote_letters = told_letters) as is_text_right,
    is_quote and coalesce(d.quote_type, f.quote_type) = f.quote_type as is_type_right,
    is_speaker_right and is_text_right and is_type_right as is_right,
    d.reject_reason,
    d.reviewed_by,
    d.reviewed_at
from (
    select *, regexp_replace(lower(quote_text), '[^\p{L}\p{N}]+', '', 'g') as quote_letters
    from core.fact_quote
    where quote_key in (select quote_key from core.decided_quote)
) as f
inner join (
    select *, regexp_replace(lower(quote_text), '[^\p{L}\p{N}]+', '', 'g') as told_letters
    from core.decided_quote
) as d on d.quote_key = f.quote_key
left join core.resolution as found on found.name_key = f.speaker_name_key and found.retired_at is null
left join core.resolution as decided on decided.name_key = d.speaker_name_key and decided.retired_at is null
inner join mart.article_labels as a on a.article_key = f.article_key and a.is_current;

comment on view mart.checked_quotes is 'Quotes of current articles that people checked, as the extractor found them, and what was right about them: a gold set to measure by.';
comment on column mart.checked_quotes.quote_key is 'Surrogate key of the quote.';
comment on column mart.checked_quotes.article_key is 'Article version (mart.articles).';
comment on column mart.checked_quotes.source_path is 'Path of the file below the ingested root, with #record behind it for a record of a file.';
comment on column mart.checked_quotes.outlet_name is 'Outlet of the article.';
comment on column mart.checked_quotes.published_on is 'Day of publication.';
comment on column mart.checked_quotes.quote_type is 'Type as found: direct, mixed or indirect.';
comment on column mart.checked_quotes.quote_text is 'Words as found.';
comment on column mart.checked_quotes.speaker_name is 'Source as found within the article.';
comment on column mart.checked_quotes.source_kind is 'What the source is, as found.';
comment on column mart.checked_quotes.method is 'Rule that found the quote.';
comment on column mart.checked_quotes.confidence is 'How often quotes found this way are right on labelled articles (0 to 1).';
comment on column mart.checked_quotes.review is 'verified, corrected or rejected.';
comment on column mart.checked_quotes.is_quote is 'Whether it is a quote at all.';
comment on column mart.checked_quotes.is_speaker_right is 'Whether the source was found right.';
comment on column mart.checked_quotes.is_text_right is 'Whether its words were found right, letter by letter.';
comment on column mart.checked_quotes.is_type_right is 'Whether its type was found right.';
comment on column mart.checked_quotes.is_right is 'Whether all of that is right.';
comment on column mart.checked_quotes.reject_reason is 'Why it is rejected; empty otherwise.';
comment on column mart.checked_quotes.reviewed_by is 'Who decided last.';
comment on column mart.checked_quotes.reviewed_at is 'Moment of the last decision (UTC).';
