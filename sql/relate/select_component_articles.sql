select a.article_key, a.article_id, a.headline, a.source_path, a.published_on
from component_article as c
inner join mart.article_labels as a on a.article_key = c.article_key
order by a.article_key;
