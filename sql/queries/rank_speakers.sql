-- question: Who is quoted most, and by how many outlets?
-- parameters: limit=20
-- filters: since until outlet about source_kind min_confidence
select
    speaker_name,
    mode(speaker_type) as speaker_type,
    count(*) as quote_count,
    count(*) filter (quote_type = 'direct') as direct_count,
    count(distinct article_key) as article_count,
    count(distinct outlet_name) as outlet_count
from mart.quotes
where speaker_name is not null
group by speaker_entity_key, speaker_name
order by quote_count desc, speaker_name, speaker_entity_key
limit $limit::bigint;
