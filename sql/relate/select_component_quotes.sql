select q.quote_key, q.article_key, q.quote_type, q.quote_text, q.speaker_name, q.speaker_type, a.published_on, q.raw_start
from component_quote as c
inner join core.fact_quote as q on q.quote_key = c.quote_key
inner join core.dim_article as a on a.article_key = q.article_key
order by q.quote_key;
