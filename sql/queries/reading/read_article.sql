-- question: What does one article say, and what is known about it?
-- parameters: article_key
select
    a.article_key,
    a.source_path,
    a.url,
    a.outlet_name,
    a.headline,
    a.subtitle,
    a.author_names,
    a.section,
    a.dateline_place,
    a.agency_names,
    a.published_on,
    a.language,
    a.word_count,
    t.clean_text,
    t.body_start,
    t.offset_map
from mart.articles as a
inner join mart.article_texts as t on t.article_key = a.article_key
where a.article_key = $article_key::bigint;
