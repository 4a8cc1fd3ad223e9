select article_key, other_article_key, similarity, story_score
from core.article_pair
where article_key in (from component_article) and other_article_key in (from component_article)
order by all;
