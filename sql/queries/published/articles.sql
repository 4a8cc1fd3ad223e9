-- question: What would the current articles look like if they were staged today? One slice of `slices`.
-- parameters: slice slices
select
    a.content_hash,
    a.source_path,
    a.source_format,
    a.encoding,
    t.raw_text,
    t.clean_text,
    t.body_start,
    t.offset_map,
    t.sentence_starts,
    g.shingle_count,
    g.signature,
    a.url,
    a.url_id,
    a.headline,
    a.headline_source,
    a.subtitle,
    coalesce(b.author_names, []) as author_names,
    a.authors_source,
    case when a.outlet_key <> -1 then o.outlet_name end as outlet_name,
    a.outlet_source,
    a.section,
    a.dateline_place,
    a.agency_names,
    a.photo_credits,
    a.published_on,
    a.published_at,
    a.published_source,
    a.updated_at,
    a.language,
    f.raw_char_count,
    f.clean_char_count,
    f.removed_char_count,
    f.removed_share,
    f.word_count,
    f.sentence_count,
    f.paragraph_count,
    f.mention_count,
    f.quote_count,
    a.extractor_version
from core.dim_article as a
inner join core.article_text as t on t.article_key = a.article_key
inner join core.fact_article as f on f.article_key = a.article_key
left join core.article_signature as g on g.article_key = a.article_key
left join core.dim_outlet as o on o.outlet_key = a.outlet_key
left join (
    select b.article_key, list(d.author_name order by b.author_number) as author_names
    from core.bridge_article_author as b
    inner join core.dim_author as d on d.author_key = b.author_key
    where b.author_key > 0
    group by b.article_key
) as b on b.article_key = a.article_key
where a.is_current and a.article_key % $slices::integer = $slice::integer
order by a.article_key;
