-- resolved_story: article_key, story_id, story_name
merge into core.dim_story as known
using (
    select key_of('story|' || story_id) as story_key, story_id, min(story_name) as story_name
    from resolved_story
    group by all
) as told
on known.story_key = told.story_key
when matched and known.story_name is distinct from told.story_name then update set story_name = told.story_name
when not matched then
    insert (story_key, story_id, story_name)
    values (told.story_key, told.story_id, told.story_name);

update core.fact_article set story_key = key_of('story|' || told.story_id)
from resolved_story as told
where core.fact_article.article_key = told.article_key
    and core.fact_article.story_key <> key_of('story|' || told.story_id);
