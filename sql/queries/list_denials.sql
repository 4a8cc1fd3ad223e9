-- question: Who denied what?
-- parameters: limit=50
-- filters: since until outlet about source_kind min_confidence
select published_on, outlet_name, speaker_name, cue, quote_text as denied_claim, source_path
from mart.quotes
where is_denied and is_certain and speaker_name is not null
order by published_on desc nulls last, outlet_name nulls last, source_path, raw_start
limit $limit::bigint;
