select q.quote_key, q.article_key, q.quote_type, q.quote_text, q.speaker_name, q.speaker_type, a.published_on, q.raw_start
from component_quote as c
inner join mart.quote_versions as q on q.quote_key = c.quote_key
inner join mart.article_labels as a on a.article_key = q.article_key
where q.review is distinct from 'rejected'
order by q.quote_key;
