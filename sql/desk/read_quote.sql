-- question: What does one quote say, and where does it stand?
select q.*, t.raw_text[greatest(q.raw_start - 400, 0) + 1 : q.raw_start] as text_before, t.raw_text[q.raw_start + 1 : q.raw_end] as text_here, t.raw_text[q.raw_end + 1 : q.raw_end + 400] as text_after
from mart.quotes as q
inner join mart.article_texts as t on t.article_key = q.article_key
where q.quote_key = $key::bigint;
