-- question: Which stories do most articles tell, and how does each word the same statements?
with largest as (
    select story_key, story_name, article_count, outlet_count
    from mart.stories
    where article_count > 1
    order by outlet_count desc, article_count desc, story_name, story_key
    limit 10
),

told as (
    select
        l.story_key,
        l.story_name,
        l.article_count,
        l.outlet_count,
        q.statement_key,
        q.outlet_name,
        q.speaker_name,
        q.quote_type,
        q.cue,
        left(q.quote_text, 600) as quote_text,
        q.source_path,
        a.content_hash,
        q.published_on,
        count(distinct q.outlet_name) over wording as telling_outlet_count,
        count(distinct q.article_key) over wording as telling_article_count
    from largest as l
    inner join mart.story_articles as s on s.story_key = l.story_key
    inner join mart.quotes as q on q.article_key = s.article_key
    inner join mart.articles as a on a.article_key = s.article_key
    where q.statement_key is not null
    window wording as (partition by l.story_key, q.statement_key)
)

select *
from told
where telling_article_count > 1
order by
    outlet_count desc, article_count desc, story_name, story_key,
    telling_outlet_count desc, telling_article_count desc, statement_key, outlet_name, source_path, quote_text
limit 400;
