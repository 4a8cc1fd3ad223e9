-- question: Which statements does the story hold, who carries them and who leaves them out?
with told as (
    select article_key, outlet_name from mart.articles where is_current and story_key = $key::bigint
),
reported as (
    select
        q.statement_key,
        arg_min(q.speaker_name, (q.speaker_name is null, q.quote_key)) as speaker_name,
        arg_min(q.speaker_entity_key, (q.speaker_entity_key is null, q.quote_key)) as speaker_entity_key,
        arg_max(q.quote_text, (q.quote_type = 'direct', length(q.quote_text), q.quote_key)) as statement_text,
        count(*) as quote_count,
        count(distinct q.article_key) as article_count,
        min(q.published_on) as first_published_on,
        list(distinct q.outlet_name order by q.outlet_name) filter (q.outlet_name is not null) as carried_by
    from mart.quotes as q
    inner join told as t on t.article_key = q.article_key
    where q.statement_key is not null
    group by q.statement_key
)
select
    r.*,
    len(coalesce(r.carried_by, [])) as outlet_count,
    list_filter(
        (select list(distinct outlet_name order by outlet_name) from told where outlet_name is not null),
        lambda outlet: not list_contains(coalesce(r.carried_by, []), outlet)
    ) as left_out_by
from reported as r
order by outlet_count desc, r.quote_count desc, r.first_published_on nulls last, r.statement_key
limit 40;
