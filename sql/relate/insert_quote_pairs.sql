-- scored_pair: quote_key, article_key, other_quote_key, other_article_key, match_score
insert into core.quote_pair by name from scored_pair;
