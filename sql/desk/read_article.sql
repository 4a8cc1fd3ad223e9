-- question: What does one article say, and what is known about it?
select a.*, t.clean_text, t.body_start, t.offset_map, r.run_number, s.story_name, s.article_count as story_article_count
from mart.articles as a
inner join mart.article_texts as t on t.article_key = a.article_key
left join mart.runs as r on r.run_key = a.run_key
left join mart.stories as s on s.story_key = a.story_key
where a.article_key = $key::bigint;
