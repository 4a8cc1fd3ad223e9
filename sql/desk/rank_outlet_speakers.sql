-- question: Whom does an outlet quote most?
select speaker_entity_key, speaker_name, count(*) as quote_count, count(distinct article_key) as article_count
from mart.quotes
where outlet_name = $outlet and speaker_entity_key is not null and speaker_type <> 'DESCRIPTION'
group by all
order by quote_count desc, speaker_name
limit $limit::bigint;
