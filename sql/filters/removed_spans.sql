-- question: Which rows of mart.removed_spans belong to the articles that a named query reads?
-- through: articles
select f.*
from mart.removed_spans as f
where f.article_key in (select article_key from mart.articles)
