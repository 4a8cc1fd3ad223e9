-- question: Which unnamed sources does an outlet quote?
select quote_key, article_key, speaker_text, quote_text, headline, published_on
from mart.quotes
where outlet_name = $outlet and (speaker_name is null or speaker_type = 'DESCRIPTION')
order by published_on desc nulls last, quote_key
limit 12;
