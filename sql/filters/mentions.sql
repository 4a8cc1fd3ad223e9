-- question: Which rows of mart.mentions belong to the articles that a named query reads?
-- through: articles
select f.*
from mart.mentions as f
where f.article_key in (select article_key from mart.articles)
