-- question: Who was quoted most in each week?
-- parameters: top=3
-- filters: since until outlet about source_kind min_confidence
select
    date_trunc('week', published_on)::date as week_start_on,
    speaker_name,
    count(*) as quote_count,
    count(distinct outlet_name) as outlet_count
from mart.quotes
where speaker_name is not null and published_on is not null
group by week_start_on, speaker_entity_key, speaker_name
qualify row_number() over (partition by week_start_on order by count(*) desc, speaker_name, speaker_entity_key) <= $top::bigint
order by week_start_on, quote_count desc, speaker_name, speaker_entity_key;
