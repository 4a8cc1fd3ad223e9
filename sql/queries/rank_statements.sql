-- question: Which statements were reported by most outlets?
-- parameters: limit=20
select outlet_count, article_count, first_published_on, speaker_name, statement_text
from mart.statements
order by outlet_count desc, article_count desc, first_published_on nulls last, statement_key
limit $limit::bigint;
