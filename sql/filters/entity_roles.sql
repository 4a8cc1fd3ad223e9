-- question: Which rows of mart.entity_roles belong to the articles that a named query reads?
-- through: articles
select f.*
from mart.entity_roles as f
where f.article_key in (select article_key from mart.articles)
