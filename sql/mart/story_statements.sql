-- kind: summary
create or replace view mart.story_statements as
with told as (
    select story_key, list(distinct outlet_name order by outlet_name) filter (outlet_name is not null) as outlet_names
    from mart.story_articles
    group by story_key
),
reported as (
    select
        f.story_key,
        q.statement_key,
        count(*) as quote_count,
        count(distinct q.article_key) as article_count,
        min(q.published_on) as first_published_on,
        coalesce(list(distinct q.outlet_name order by q.outlet_name) filter (q.outlet_name is not null), []) as carried_by
    from mart.quotes as q
    inner join core.fact_article as f on f.article_key = q.article_key
    where q.statement_key is not null and f.story_key <> -1
    group by f.story_key, q.statement_key
)
select
    r.story_key,
    y.story_name,
    r.statement_key,
    s.statement_text,
    s.speaker_name,
    s.speaker_entity_key,
    r.quote_count,
    r.article_count,
    r.first_published_on,
    len(r.carried_by) as outlet_count,
    r.carried_by,
    list_filter(coalesce(t.outlet_names, []), lambda outlet: not list_contains(r.carried_by, outlet)) as left_out_by
from reported as r
inner join core.dim_story as y on y.story_key = r.story_key
inner join mart.statements as s on s.statement_key = r.statement_key
left join told as t on t.story_key = r.story_key;

comment on view mart.story_statements is 'The statements of each story, with the outlets that carry them and those that tell the story without.';
comment on column mart.story_statements.story_key is 'Story (mart.stories).';
comment on column mart.story_statements.story_name is 'Headline that stands for the story.';
comment on column mart.story_statements.statement_key is 'Statement (mart.statements).';
comment on column mart.story_statements.statement_text is 'Wording that stands for the statement.';
comment on column mart.story_statements.speaker_name is 'Source; empty where no article names one.';
comment on column mart.story_statements.speaker_entity_key is 'Source (mart.entities).';
comment on column mart.story_statements.quote_count is 'Quotes of the story that report it.';
comment on column mart.story_statements.article_count is 'Articles of the story that report it.';
comment on column mart.story_statements.first_published_on is 'Earliest day of publication of those.';
comment on column mart.story_statements.outlet_count is 'Named outlets of the story that carry it.';
comment on column mart.story_statements.carried_by is 'Those outlets.';
comment on column mart.story_statements.left_out_by is 'Named outlets that tell the story without it.';
