create or replace view mart.story_articles as
select s.story_key, s.story_name, a.article_key, a.source_path, a.headline, a.outlet_name, a.published_on
from core.dim_story as s
inner join mart.articles as a on a.story_key = s.story_key and a.is_current;

comment on view mart.story_articles is 'The current articles of each story.';
comment on column mart.story_articles.story_key is 'Story (mart.stories).';
comment on column mart.story_articles.story_name is 'Headline that stands for the story.';
comment on column mart.story_articles.article_key is 'Article version (mart.articles).';
comment on column mart.story_articles.source_path is 'Path of the file below the ingested root, with #record behind it for a record of a file.';
comment on column mart.story_articles.headline is 'Headline of the article.';
comment on column mart.story_articles.outlet_name is 'Outlet of the article.';
comment on column mart.story_articles.published_on is 'Day of publication.';
