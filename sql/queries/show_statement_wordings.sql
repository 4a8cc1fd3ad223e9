-- question: How did different outlets word the same statement, the widest and surest first, story by story?
-- parameters: speaker="" least_score=0.8 limit=50
-- filters: since until outlet about source_kind min_confidence
-- unfiltered: q f
with sure as (
    select q.*, f.story_key, f.story_name
    from mart.quotes as q
    inner join mart.story_articles as f on f.article_key = q.article_key
    where coalesce(q.match_score, 1) >= $least_score::double and contains(lower(coalesce(q.speaker_name, '')), lower($speaker))
),
shared as (
    select
        statement_key,
        arg_min(story_key, (published_on is null, published_on, quote_key)) as story_key,
        count(distinct outlet_name) as outlet_count,
        round(avg(match_score), 2) as mean_score,
        min(published_on) as first_published_on
    from sure
    where statement_key in (select w.statement_key from mart.quotes as w)
    group by statement_key
    having count(distinct outlet_name) >= 2
),
ranked as (
    select
        *,
        max(outlet_count) over (partition by story_key) as story_width,
        max(mean_score) over (partition by story_key) as story_score
    from shared
),
numbered as (
    select
        *,
        row_number() over (
            order by story_width desc, story_score desc, story_key, outlet_count desc, mean_score desc,
            first_published_on nulls last, statement_key
        ) as statement_number
    from ranked
)
select n.statement_number, s.story_name, s.outlet_name, s.speaker_name, s.cue, s.quote_text, s.match_score
from numbered as n
inner join sure as s on s.statement_key = n.statement_key
order by n.statement_number, s.published_on nulls last, s.outlet_name nulls last, s.source_path, s.raw_start
limit $limit::bigint;
