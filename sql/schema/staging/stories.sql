create table if not exists staging.stories (
    article_key BIGINT,
    story_id    VARCHAR,
    story_name  VARCHAR
);

comment on table staging.stories is 'One article of the warehouse and the story it belongs to, as resolved in the run at hand.';
comment on column staging.stories.article_key is 'The article version (core.dim_article).';
comment on column staging.stories.story_id is 'Natural key of the story.';
comment on column staging.stories.story_name is 'Headline that stands for the story.';
