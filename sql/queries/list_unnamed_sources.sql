-- question: What is told by persons whom the article does not name, and how does it say why?
-- parameters: limit=50
-- filters: since until outlet about min_confidence
select published_on, outlet_name, speaker_text, anonymity_text, anonymity_reason, quote_text, source_path
from mart.quotes
where source_kind = 'anonymous' and is_certain and medium is distinct from 'post'
order by published_on nulls last, outlet_name nulls last, source_path, raw_start
limit $limit::bigint;
