-- question: What is told by sources that the article describes but does not name?
-- parameters: limit=50
select published_on, outlet_name, speaker_text, quote_text, source_path
from mart.quotes
where speaker_type = 'DESCRIPTION'
order by published_on nulls last, outlet_name nulls last, source_path, raw_start
limit $limit::bigint;
