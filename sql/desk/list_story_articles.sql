-- question: Who told the story, in which order?
select a.article_key, a.headline, a.outlet_name, a.published_on, a.published_at, a.quote_count, a.word_count, a.is_copy
from mart.articles as a
where a.is_current and a.story_key = $key::bigint
order by a.published_on nulls last, a.published_at nulls last, a.outlet_name nulls last, a.article_key;
