-- question: Which persons does an outlet quote without their names?
select quote_key, article_key, speaker_text, quote_text, headline, published_on
from mart.quotes
where outlet_name = $outlet and source_kind = 'anonymous' and is_certain and medium is distinct from 'post'
order by published_on desc nulls last, quote_key
limit 12;
