create or replace view mart.article_texts as
select
    t.article_key,
    t.raw_text,
    coalesce(c.clean_text, t.clean_text) as clean_text,
    coalesce(c.body_start, t.body_start) as body_start,
    coalesce(c.offset_map, t.offset_map) as offset_map
from core.article_text as t
left join core.cut_text as c on c.article_key = t.article_key;

comment on view mart.article_texts is 'Raw and clean text of every article version.';
comment on column mart.article_texts.article_key is 'Article version (mart.articles).';
comment on column mart.article_texts.raw_text is 'Text as the reader gave it; raw offsets count its code points.';
comment on column mart.article_texts.clean_text is 'Headline and running text without boilerplate.';
comment on column mart.article_texts.body_start is 'Offset into clean_text at which the body begins.';
comment on column mart.article_texts.offset_map is 'Runs of characters that clean_text took over from raw_text, in order.';
