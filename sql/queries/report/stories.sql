-- question: Which stories do most articles tell, and how does each word the same statements?
-- stands: until the last change
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
        coalesce(q.outlet_name, q.source_path) as teller,
        count(*) over wording as wording_count,
        count(distinct q.outlet_name) over wording as telling_outlet_count,
        count(distinct q.article_key) over wording as telling_article_count
    from largest as l
    inner join mart.story_articles as s on s.story_key = l.story_key
    inner join mart.quotes as q on q.article_key = s.article_key
    inner join mart.articles as a on a.article_key = s.article_key
    where q.statement_key is not null
    window wording as (partition by l.story_key, q.statement_key)
),

-- Every outlet's first wording comes before anybody's second.
turns as (
    select
        *,
        dense_rank() over (
            partition by story_key order by telling_outlet_count desc, telling_article_count desc, statement_key
        ) as statement_rank,
        row_number() over (
            partition by story_key, statement_key, teller order by source_path, quote_text, cue
        ) as teller_turn
    from told
    where telling_article_count > 1
),

ranked as (
    select
        *,
        max(statement_rank) over (partition by story_key) as statement_count,
        row_number() over (
            partition by story_key, statement_key order by teller_turn, outlet_name nulls last, source_path, quote_text, cue
        ) as wording_rank
    from turns
)

select * exclude (teller, teller_turn)
from ranked
where statement_rank <= 5 and wording_rank <= 6
order by outlet_count desc, article_count desc, story_name, story_key, statement_rank, wording_rank;
