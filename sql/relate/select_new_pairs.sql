select article_key, other_article_key, similarity, day_count from new_pair order by all;
