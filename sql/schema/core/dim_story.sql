-- grain: story_key
create table if not exists core.dim_story (
    story_key  BIGINT,
    story_id   VARCHAR,
    story_name VARCHAR
);

comment on table core.dim_story is 'One event told by one or more articles; -1 is the unknown story.';
comment on column core.dim_story.story_key is 'Surrogate key: 63-bit hash of story_id.';
comment on column core.dim_story.story_id is 'Natural key.';
comment on column core.dim_story.story_name is 'Headline that stands for the story.';
