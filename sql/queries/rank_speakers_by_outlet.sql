-- question: Whom does each outlet quote most?
-- parameters: top=5
-- filters: since until outlet about source_kind min_confidence
select outlet_name, speaker_name, count(*) as quote_count, count(distinct article_key) as article_count
from mart.quotes
where speaker_name is not null
group by outlet_name, speaker_entity_key, speaker_name
qualify row_number() over (partition by outlet_name order by count(*) desc, speaker_name, speaker_entity_key) <= $top::bigint
order by outlet_name nulls last, quote_count desc, speaker_name, speaker_entity_key;
