-- question: Who is talked about but never gets a word in?
-- parameters: type=PERSON limit=20
-- filters: since until outlet
-- unfiltered: e
select
    e.entity_name,
    e.entity_type,
    count(*) as mention_count,
    count(distinct m.article_key) as article_count
from mart.mentions as m
inner join mart.entities as e on e.entity_key = m.entity_key
where e.entity_type = upper($type)
    and m.entity_key not in (
        select speaker_entity_key from mart.quotes where speaker_entity_key is not null
        union
        select speaker_entity_key from mart.quote_speakers
    )
group by e.entity_key, e.entity_name, e.entity_type
order by article_count desc, mention_count desc, e.entity_name
limit $limit::bigint;
