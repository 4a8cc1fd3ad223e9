-- question: How much does the warehouse hold?
-- filters: since until outlet about
select
    (select count(*) from mart.articles where is_current) as article_count,
    (select count(distinct outlet_name) from mart.articles where is_current) as outlet_count,
    (select count(*) from mart.quotes) as quote_count,
    (select count(distinct speaker_entity_key) from mart.quotes) as speaker_count,
    (select count(*) from mart.statements) as statement_count,
    (select count(*) from mart.mentions) as mention_count,
    (select count(*) from mart.stories) as story_count,
    (select min(published_on) from mart.articles where is_current) as first_published_on,
    (select max(published_on) from mart.articles where is_current) as last_published_on;
