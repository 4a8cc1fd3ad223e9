-- question: Which people, places and bodies are in the news most?
-- parameters: type="" limit=20
-- filters: since until outlet about
-- unfiltered: e
with told as (
    select entity_key, article_key, 1 as mention_count, 0 as quote_count
    from mart.mentions
    union all
    select speaker_entity_key, article_key, 0, 1
    from (
        select quote_key, speaker_entity_key, article_key
        from mart.quotes
        where speaker_entity_key is not null
        union
        select quote_key, speaker_entity_key, article_key
        from mart.quote_speakers
    )
)
select
    e.entity_name,
    e.entity_type,
    e.country_code,
    count(distinct t.article_key) as article_count,
    sum(t.mention_count)::bigint as mention_count,
    sum(t.quote_count)::bigint as quote_count
from told as t
inner join mart.entities as e on e.entity_key = t.entity_key
where e.entity_type <> 'DESCRIPTION' and ($type = '' or e.entity_type = upper($type))
group by e.entity_key, e.entity_name, e.entity_type, e.country_code
order by article_count desc, mention_count desc, e.entity_name, e.entity_type
limit $limit::bigint;
