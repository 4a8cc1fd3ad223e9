-- kind: summary
create or replace view mart.daily_counts as
select
    a.published_on,
    a.outlet_name,
    count(*) as article_count,
    sum(f.word_count)::bigint as word_count,
    sum(f.mention_count)::bigint as mention_count,
    coalesce(sum(q.quote_count), 0)::bigint as quote_count,
    coalesce(sum(q.direct_count), 0)::bigint as direct_count,
    coalesce(sum(q.mixed_count), 0)::bigint as mixed_count,
    coalesce(sum(q.indirect_count), 0)::bigint as indirect_count
from core.fact_article as f
inner join mart.article_labels as a on a.article_key = f.article_key and a.is_current
left join (
    select
        article_key,
        count(*) as quote_count,
        count(*) filter (quote_type = 'direct') as direct_count,
        count(*) filter (quote_type = 'mixed') as mixed_count,
        count(*) filter (quote_type = 'indirect') as indirect_count
    from mart.quote_versions
    where review is distinct from 'rejected'
    group by article_key
) as q on q.article_key = f.article_key
group by a.published_on, a.outlet_name;

comment on view mart.daily_counts is 'What each outlet published on each day: current articles, words, mentions and quotes.';
comment on column mart.daily_counts.published_on is 'Day of publication; empty for articles that do not state it.';
comment on column mart.daily_counts.outlet_name is 'Outlet; empty for articles that do not name it.';
comment on column mart.daily_counts.article_count is 'Articles.';
comment on column mart.daily_counts.word_count is 'Words of their clean texts.';
comment on column mart.daily_counts.mention_count is 'Mentions.';
comment on column mart.daily_counts.quote_count is 'Quotes.';
comment on column mart.daily_counts.direct_count is 'Direct quotes.';
comment on column mart.daily_counts.mixed_count is 'Mixed quotes.';
comment on column mart.daily_counts.indirect_count is 'Indirect quotes.';
