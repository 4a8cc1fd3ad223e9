-- question: What did they say, alone or with others, the newest first?
select *
from mart.quotes
where quote_key in (select quote_key from mart.quote_speakers where speaker_entity_key = $key::bigint)
order by published_on desc nulls last, outlet_name nulls last, source_path, raw_start, quote_key
limit $limit::bigint;
