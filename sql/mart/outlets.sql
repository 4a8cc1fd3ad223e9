-- kind: summary
create or replace view mart.outlets as
select
    a.outlet_name,
    list(distinct o.outlet_name order by o.outlet_name) filter (o.outlet_name is not null) as names_in_articles,
    count(*) as article_count,
    coalesce(sum(q.quote_count), 0)::bigint as quote_count,
    min(a.published_on) as first_published_on,
    max(a.published_on) as last_published_on
from mart.article_labels as a
inner join core.dim_article as own on own.article_key = a.article_key
inner join core.dim_outlet as o on o.outlet_key = own.outlet_key
left join (select article_key, count(*) as quote_count from mart.quotes group by article_key) as q
    on q.article_key = a.article_key
where a.is_current
group by a.outlet_name;

comment on view mart.outlets is 'Outlets of current articles, with the spellings that people decided are one.';
comment on column mart.outlets.outlet_name is 'Outlet; empty for articles that do not name it.';
comment on column mart.outlets.names_in_articles is 'How its articles call it.';
comment on column mart.outlets.article_count is 'Articles.';
comment on column mart.outlets.quote_count is 'Quotes.';
comment on column mart.outlets.first_published_on is 'First day of publication.';
comment on column mart.outlets.last_published_on is 'Last day of publication.';
