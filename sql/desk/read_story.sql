-- question: What is the story?
select * from mart.stories where story_key = $key::bigint;
