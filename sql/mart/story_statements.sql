-- kind: summary
create or replace view mart.story_statements as
with omitted as (
    select
        story_key,
        statement_key,
        list(outlet_name order by outlet_name) filter (omission = 'left_out') as left_out_by,
        list(outlet_name order by outlet_name) filter (omission = 'unknown') as unknown_by
    from mart.statement_omissions
    group by story_key, statement_key
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
    coalesce(t.left_out_by, []) as left_out_by,
    coalesce(t.unknown_by, []) as unknown_by
from reported as r
inner join core.dim_story as y on y.story_key = r.story_key
inner join mart.statements as s on s.statement_key = r.statement_key
left join omitted as t on t.story_key = r.story_key and t.statement_key = r.statement_key;

comment on view mart.story_statements is 'The statements of each story, with the outlets that carry them and those that left them out.';
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
comment on column mart.story_statements.left_out_by is 'Named outlets that tell the story without it though they published on it hours after the first publication (mart.statement_omissions).';
comment on column mart.story_statements.unknown_by is 'Named outlets that tell the story without it of which no date says whether they could have known.';
