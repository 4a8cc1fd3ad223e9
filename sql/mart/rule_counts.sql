-- kind: summary
create or replace view mart.rule_counts as
select
    kind,
    rule_id,
    count(*) as span_count,
    count(distinct article_key) as article_count,
    count(distinct outlet_name) as outlet_count,
    sum(len(removed_text))::bigint as char_count
from mart.removed_spans
group by kind, rule_id;

comment on view mart.rule_counts is 'What each rule removed from current articles as boilerplate.';
comment on column mart.rule_counts.kind is 'Kind of boilerplate.';
comment on column mart.rule_counts.rule_id is 'Rule.';
comment on column mart.rule_counts.span_count is 'Spans removed.';
comment on column mart.rule_counts.article_count is 'Articles they were removed from.';
comment on column mart.rule_counts.outlet_count is 'Named outlets of those articles.';
comment on column mart.rule_counts.char_count is 'Characters removed, white space included.';
