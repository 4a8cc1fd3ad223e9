-- question: What is quoted in one article, in its order?
-- parameters: path
-- filters: about source_kind min_confidence
select raw_start, raw_end, quote_type, speaker_name, cue, addressee_name, quote_text
from mart.quotes
where contains(source_path, $path)
order by source_path, raw_start, raw_end, quote_key;
