-- question: Which stories do two outlets both tell?
select story_key, story_name, max(published_on) as last_published_on, count(distinct article_key) as article_count
from mart.story_articles
where outlet_name in ($one, $other)
group by story_key, story_name
having count(distinct outlet_name) = 2
order by last_published_on desc nulls last, story_name
limit 25;
