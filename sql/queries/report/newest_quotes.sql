-- question: What are the newest quotes, at most two of an article?
select
    speaker_name,
    quote_type,
    left(quote_text, 600) as quote_text,
    outlet_name,
    published_on,
    headline,
    source_path
from mart.quotes
where speaker_name is not null and len(quote_text) >= 40
qualify row_number() over (partition by article_key order by quote_type = 'indirect', raw_start, quote_key) <= 2
order by published_on desc nulls last, source_path, raw_start, quote_key
limit 12;
