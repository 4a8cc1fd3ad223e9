-- question: What does the warehouse hold?
-- stands: until the last change
with
-- Entities and statements are counted as mart.entities and mart.statements have them, without what these gather of each.
mentioned as (
    select count(*) as mention_count, list(distinct entity_key) as entity_keys from mart.mentions
),

quoted as (
    select
        count(*) as quote_count,
        count(distinct statement_key) as statement_count,
        list(distinct speaker_entity_key) as entity_keys
    from mart.quotes
)

select
    (select count(*) from mart.articles where is_current) as article_count,
    (select count(distinct outlet_name) from mart.articles where is_current) as outlet_count,
    q.quote_count,
    m.mention_count,
    (
        select count(distinct entity_key)
        from (
            select unnest(m.entity_keys) as entity_key
            union all
            select unnest(q.entity_keys)
            union all
            select speaker_entity_key from mart.quote_speakers
        )
    ) as entity_count,
    q.statement_count,
    (select count(*) from mart.stories) as story_count,
    (select min(published_on) from mart.articles where is_current) as first_published_on,
    (select max(published_on) from mart.articles where is_current) as last_published_on
from mentioned as m
cross join quoted as q;
