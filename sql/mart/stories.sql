create or replace view mart.stories as
select
    s.story_key,
    s.story_name,
    count(*) as article_count,
    count(distinct a.outlet_name) as outlet_count,
    min(a.published_on) as first_published_on,
    max(a.published_on) as last_published_on
from core.dim_story as s
inner join mart.articles as a on a.story_key = s.story_key and a.is_current
group by s.story_key, s.story_name;

comment on view mart.stories is 'Events, each told by one or more current articles.';
comment on column mart.stories.story_key is 'Surrogate key of the story.';
comment on column mart.stories.story_name is 'Headline that stands for it.';
comment on column mart.stories.article_count is 'Articles that tell it.';
comment on column mart.stories.outlet_count is 'Named outlets that tell it.';
comment on column mart.stories.first_published_on is 'Earliest day of publication.';
comment on column mart.stories.last_published_on is 'Latest day of publication.';
