-- question: Who used a word or phrase, and where?
-- parameters: text limit=50
-- filters: since until outlet about source_kind min_confidence
select published_on, outlet_name, speaker_name, quote_text, source_path
from mart.quotes
where contains(lower(quote_text), lower($text))
order by published_on nulls last, outlet_name nulls last, source_path, raw_start
limit $limit::bigint;
