-- question: What are the newest quotes, at most two of an article?
-- stands: until the last change
select
    q.speaker_name,
    q.quote_type,
    left(q.quote_text, 600) as quote_text,
    q.outlet_name,
    q.published_on,
    q.headline,
    q.source_path,
    a.content_hash
from mart.quotes as q
inner join mart.articles as a on a.article_key = q.article_key
where q.speaker_name is not null and len(q.quote_text) >= 40
qualify row_number() over (partition by q.article_key order by q.quote_type = 'indirect', q.raw_start, q.quote_key) <= 2
order by q.published_on desc nulls last, q.source_path, q.raw_start, q.quote_key
limit 12;
