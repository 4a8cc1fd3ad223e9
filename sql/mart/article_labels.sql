create or replace view mart.article_labels as
select
    a.article_key,
    a.article_id,
    a.version,
    a.is_current,
    a.source_path,
    a.url,
    coalesce(d.outlet_name, called.outlet_name, o.outlet_name) as outlet_name,
    coalesce(d.published_on, a.published_on) as published_on,
    d.author_names,
    a.headline,
    a.original_article_key,
    a.original_article_key <> a.article_key as is_copy
from core.dim_article as a
inner join core.dim_outlet as o on o.outlet_key = a.outlet_key
left join core.decided_outlet as called on called.outlet_key = a.outlet_key
left join core.decided_article as d on d.article_key = a.article_key;

comment on view mart.article_labels is 'What an article version is filed under: outlet, day and headline, as people decided where they did. Other views take these from here.';
comment on column mart.article_labels.article_key is 'Surrogate key of the article version (mart.articles).';
comment on column mart.article_labels.article_id is 'Natural key of the article, the same for all its versions.';
comment on column mart.article_labels.version is 'Version, counted from 1.';
comment on column mart.article_labels.is_current is 'Whether this is the newest version, of an article that is not retired.';
comment on column mart.article_labels.source_path is 'Path of the file below the ingested root, with #record behind it for a record of a file.';
comment on column mart.article_labels.url is 'Address, where the file states it.';
comment on column mart.article_labels.outlet_name is 'Outlet; empty where the article does not name it.';
comment on column mart.article_labels.published_on is 'Day of publication; empty where the article does not state it.';
comment on column mart.article_labels.author_names is 'Authors as somebody decided; empty where nobody did.';
comment on column mart.article_labels.headline is 'Headline.';
comment on column mart.article_labels.original_article_key is 'The article told first of those with nearly the same body (mart.article_copies); its own key where it is no copy.';
comment on column mart.article_labels.is_copy is 'Whether the body is nearly that of an article told before it.';
