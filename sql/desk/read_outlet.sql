-- question: How much does an outlet publish, and how does it quote?
select
    count(*) as quote_count,
    count(distinct article_key) as article_count,
    count(*) filter (quote_type = 'direct') / count(*) as direct_share,
    count(*) filter (source_kind = 'anonymous') / count(*) as unnamed_share,
    count(*) filter (cue_class = 'denial') as denial_count,
    max(published_on) as last_published_on
from mart.quotes
where outlet_name = $outlet
having count(*) > 0;
