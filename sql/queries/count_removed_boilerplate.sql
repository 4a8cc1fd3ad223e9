-- question: What was removed as boilerplate, by which rule, and how much of it?
-- parameters: limit=100
-- filters: since until outlet about
select
    kind,
    rule_id,
    count(*) as span_count,
    count(distinct article_key) as article_count,
    sum(len(removed_text))::bigint as char_count,
    arg_min(left(trim(regexp_replace(removed_text, '\s+', ' ', 'g')), 60), (source_path, raw_start)) as example
from mart.removed_spans
group by kind, rule_id
order by char_count desc, kind, rule_id
limit $limit::bigint;
