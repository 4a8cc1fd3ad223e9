-- question: How much is published, and how fresh is it?
select
    (select count(*) from mart.articles where is_current) as article_count,
    (select count(*) from mart.quotes) as quote_count,
    (select count(distinct speaker_entity_key) from mart.quotes where speaker_type <> 'DESCRIPTION') as speaker_count,
    (select count(distinct outlet_name) from mart.articles where is_current) as outlet_count,
    (select max(published_on) from mart.articles where is_current) as newest_published_on,
    (select max(finished_at) from mart.runs where state = 'published') as loaded_at;
