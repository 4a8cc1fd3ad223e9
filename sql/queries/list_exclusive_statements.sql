-- question: Which statements does one outlet alone report, though others tell the same story?
-- parameters: limit=50
-- filters: since until outlet about source_kind min_confidence
-- unfiltered: s a st
select q.outlet_name, q.speaker_name, q.quote_text, st.story_name
from mart.statements as s
inner join mart.quotes as q on q.statement_key = s.statement_key
inner join mart.articles as a on a.article_key = q.article_key
inner join mart.stories as st on st.story_key = a.story_key and st.outlet_count >= 2
where s.outlet_count = 1
order by q.outlet_name nulls last, q.published_on nulls last, q.source_path, q.raw_start
limit $limit::bigint;
