-- question: Which quotes are the longest?
-- parameters: type="" limit=10
-- filters: since until outlet about source_kind min_confidence
select len(quote_text) as char_count, quote_type, speaker_name, outlet_name, quote_text
from mart.quotes
where contains(quote_type, lower($type))
order by char_count desc, source_path, raw_start
limit $limit::bigint;
