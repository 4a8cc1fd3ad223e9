-- What a decision on each quote of marked_quote that is asked for is bound to.
-- asked_quote: quote_key
select
    m.quote_key, m.article_key, m.article_id as subject_article, m.quote_text as subject_text, m.quote_hash as subject_hash,
    m.place as subject_number
from marked_quote as m
semi join asked_quote using (quote_key)
order by m.quote_key;
