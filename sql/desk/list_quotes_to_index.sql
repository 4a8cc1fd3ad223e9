-- question: What is indexed of every quote: its words, what it is about, and the story it belongs to?
select r.*, hash(r) as digest
from (
    select
        q.*,
        q.quote_text as text,
        a.story_key,
        if(s.article_count > 1, s.story_name, null) as story_name,
        date_trunc('week', q.published_on)::date as week_start_on,
        m.about_names,
        b.speaker_keys
    from mart.quotes as q
    inner join mart.articles as a on a.article_key = q.article_key
    left join mart.stories as s on s.story_key = a.story_key
    left join about_name as m on m.quote_key = q.quote_key
    left join (
        select quote_key, list(distinct speaker_entity_key order by speaker_entity_key) as speaker_keys
        from mart.quote_speakers
        group by quote_key
    ) as b on b.quote_key = q.quote_key
) as r;
