-- question: What did each cleaning rule remove, and from how many articles?
-- parameters: kind=""
select kind, rule_id, span_count, article_count, outlet_count, char_count
from mart.rule_counts
where kind = $kind or $kind = ''
order by kind, rule_id;
