-- question: What did a person or body say, when, and in which outlet?
-- parameters: speaker limit=50
select published_on, outlet_name, quote_type, quote_text, source_path
from mart.quotes
where contains(lower(speaker_name), lower($speaker))
    or quote_key in (select quote_key from mart.quote_speakers where contains(lower(speaker_name), lower($speaker)))
order by published_on nulls last, outlet_name nulls last, source_path, raw_start
limit $limit::bigint;
