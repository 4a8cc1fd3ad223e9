-- question: What is one quote, as it was found and as people decided, and what stands around it?
-- parameters: quote_key
select
    q.quote_key,
    q.article_key,
    a.source_path,
    a.url,
    a.outlet_name,
    a.published_on,
    a.headline,
    q.quote_type,
    q.quote_text,
    coalesce(s.speaker_name, q.speaker_name) as speaker_name,
    s.speaker_entity_key,
    q.speaker_text,
    q.source_kind,
    q.cue,
    q.method,
    q.confidence,
    q.review,
    q.reject_reason,
    q.comment,
    q.reviewed_by,
    q.reviewed_at,
    substr(t.raw_text, greatest(q.raw_start - 160, 0) + 1, least(q.raw_start, 160)) as text_before,
    substr(t.raw_text, q.raw_start + 1, q.raw_end - q.raw_start) as text_of_quote,
    substr(t.raw_text, q.raw_end + 1, 160) as text_behind
from mart.quote_versions as q
inner join mart.article_labels as a on a.article_key = q.article_key
inner join mart.article_texts as t on t.article_key = q.article_key
left join mart.quotes as s on s.quote_key = q.quote_key
where q.quote_key = $quote_key::bigint;
