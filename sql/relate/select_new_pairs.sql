select article_key, other_article_key, similarity, day_count, lead_similarity, headline_share from new_pair order by all;
