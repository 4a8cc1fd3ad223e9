-- question: Which rows of mart.stories belong to the articles that a named query reads?
-- through: articles
select f.*
from mart.stories as f
where f.story_key in (select story_key from mart.articles)
