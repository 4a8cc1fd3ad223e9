-- question: What was cut from one article, and by which rule?
select raw_start, raw_end, removed_text, kind, rule_id
from mart.removed_spans
where article_key = $key::bigint
order by raw_start;
