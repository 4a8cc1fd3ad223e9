-- question: Which social-media posts do articles embed?
-- parameters: limit=50
-- filters: since until outlet about
select posted_on, platform, author_name, handle, post_text, source_path
from mart.embedded_posts
order by posted_on nulls last, source_path, raw_start
limit $limit::bigint;
