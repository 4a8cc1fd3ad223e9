-- question: What did somebody say again on a later day?
-- parameters: speaker="" least_score=0.8 limit=50
select speaker_name, first_published_on, statement_text, repeated_first_published_on, repeated_statement_text, match_score
from mart.statement_repeats
where match_score >= $least_score::double and contains(lower(coalesce(speaker_name, '')), lower($speaker))
order by first_published_on desc, match_score desc, statement_key, repeated_statement_key
limit $limit::bigint;
