-- question: What do two outlets report on the stories both tell: in which words and order, and what does one tell alone?
with told as (
    select f.story_key, q.*
    from mart.quotes as q
    inner join mart.story_articles as f on f.article_key = q.article_key
    where q.outlet_name in ($one, $other) and q.statement_key is not null
),
common as (
    select a.story_key, a.story_name
    from mart.story_articles as a
    where a.outlet_name in ($one, $other) and contains(lower(a.story_name), lower($story))
    group by a.story_key, a.story_name
    having count(distinct a.outlet_name) = 2
),
reported as (
    select
        c.story_key,
        any_value(c.story_name) as story_name,
        t.statement_key,
        arg_min(t.speaker_name, (t.speaker_name is null, t.quote_key)) as speaker_name,
        arg_min(
            {'quote_text': t.quote_text, 'cue': t.cue, 'cue_class': t.cue_class},
            (t.published_on, t.article_key, t.raw_start)
        ) filter (t.outlet_name = $one) as one,
        min((t.article_key, t.raw_start)) filter (t.outlet_name = $one) as one_place,
        arg_min(
            {'quote_text': t.quote_text, 'cue': t.cue, 'cue_class': t.cue_class},
            (t.published_on, t.article_key, t.raw_start)
        ) filter (t.outlet_name = $other) as other,
        min((t.article_key, t.raw_start)) filter (t.outlet_name = $other) as other_place,
        min(t.match_score) as match_score,
        bool_and(t.is_sure_match) as is_sure_match,
        bool_and(t.is_certain) as is_certain,
        max(t.published_on) as last_published_on
    from common as c
    inner join told as t on t.story_key = c.story_key
    group by c.story_key, t.statement_key
)
select
    story_key,
    story_name,
    statement_key,
    speaker_name,
    case
        when one is null then 'other'
        when other is null then 'one'
        when one.quote_text = other.quote_text then 'same'
        else 'differently'
    end as told_by,
    one.quote_text as one_text,
    one.cue as one_cue,
    one.cue_class as one_cue_class,
    if(one_place is null, null, rank() over (partition by story_key order by one_place nulls last)) as one_order,
    other.quote_text as other_text,
    other.cue as other_cue,
    other.cue_class as other_cue_class,
    if(other_place is null, null, rank() over (partition by story_key order by other_place nulls last)) as other_order,
    match_score,
    last_published_on
from reported
where if(one is null or other is null, is_certain, is_sure_match)
order by
    max(last_published_on) over (partition by story_key) desc nulls last,
    story_key,
    case told_by when 'differently' then 0 when 'same' then 1 else 2 end,
    told_by,
    coalesce(one_order, other_order),
    statement_key
limit $limit::bigint;
