-- Every current article, for telling stories apart.
select article_key, article_id, headline, published_on, source_path
from core.dim_article
where is_current
order by article_key;
