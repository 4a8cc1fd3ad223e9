create or replace view mart.article_copies as
select
    c.article_key,
    later.source_path,
    later.outlet_name,
    later.published_on,
    later.headline,
    c.earlier_article_key,
    earlier.source_path as earlier_source_path,
    earlier.outlet_name as earlier_outlet_name,
    earlier.published_on as earlier_published_on,
    earlier.headline as earlier_headline,
    c.similarity,
    later.original_article_key
from core.article_copy as c
inner join mart.article_labels as later on later.article_key = c.article_key
inner join mart.article_labels as earlier on earlier.article_key = c.earlier_article_key;

comment on view mart.article_copies is 'Two current articles with nearly the same body, such as two prints of one agency text: the later one, and one told before it.';
comment on column mart.article_copies.article_key is 'The copy (mart.articles).';
comment on column mart.article_copies.source_path is 'Path of the copy.';
comment on column mart.article_copies.outlet_name is 'Outlet of the copy; empty where the article does not name it.';
comment on column mart.article_copies.published_on is 'Day of the copy; empty where the article does not state it.';
comment on column mart.article_copies.headline is 'Headline of the copy.';
comment on column mart.article_copies.earlier_article_key is 'The article told before it (mart.articles): on an earlier day; of one day, that of the agency itself, then the earlier moment, the longer body, the smaller article_id.';
comment on column mart.article_copies.earlier_source_path is 'Its path.';
comment on column mart.article_copies.earlier_outlet_name is 'Its outlet.';
comment on column mart.article_copies.earlier_published_on is 'Its day.';
comment on column mart.article_copies.earlier_headline is 'Its headline.';
comment on column mart.article_copies.similarity is 'Share of the runs of five words of both bodies that stand in both (0.5 to 1, estimated with a standard error of 0.044 at most).';
comment on column mart.article_copies.original_article_key is 'The article told first of all the copies that hang together (mart.articles).';
