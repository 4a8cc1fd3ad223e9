-- question: Which rows of mart.embedded_posts belong to the articles that a named query reads?
-- through: articles
select f.*
from mart.embedded_posts as f
where f.article_key in (select article_key from mart.articles)
