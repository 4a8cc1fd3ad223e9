-- question: What is indexed of every current article: its text, and who is quoted in it?
select r.*, hash(r) as digest
from (
    select
        a.article_key,
        a.headline,
        a.outlet_name,
        a.published_on,
        a.quote_count,
        a.word_count,
        a.story_key,
        if(s.article_count > 1, s.story_name, null) as story_name,
        date_trunc('week', a.published_on)::date as week_start_on,
        t.clean_text as text
    from mart.articles as a
    inner join mart.article_texts as t on t.article_key = a.article_key
    left join mart.stories as s on s.story_key = a.story_key
    where a.is_current
) as r;
