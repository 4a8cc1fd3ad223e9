-- question: Which statements do most outlets surely report in articles of their own?
select statement_key, statement_text, speaker_name, speaker_entity_key, quote_count, sure_outlet_count as outlet_count, first_published_on
from mart.statements
where sure_outlet_count > 1
order by sure_outlet_count desc, quote_count desc, first_published_on desc nulls last, statement_key
limit 8;
