-- question: Who denied, rejected or disputed what?
-- parameters: limit=50
select published_on, outlet_name, speaker_name, cue, quote_text
from mart.quotes
where cue_class = 'denial'
order by published_on desc nulls last, outlet_name nulls last, source_path, raw_start
limit $limit::bigint;
