-- question: What did a person or body say, when, and in which outlet?
-- parameters: speaker exact=no limit=50
-- filters: since until outlet about source_kind min_confidence
select published_on, outlet_name, speaker_name, quote_type, quote_text, source_path
from mart.quotes
where if($exact::boolean, lower(speaker_name) = lower($speaker), contains(lower(speaker_name), lower($speaker)))
    or quote_key in (
        select quote_key
        from mart.quote_speakers
        where if($exact::boolean, lower(speaker_name) = lower($speaker), contains(lower(speaker_name), lower($speaker)))
    )
order by published_on nulls last, outlet_name nulls last, source_path, raw_start
limit $limit::bigint;
