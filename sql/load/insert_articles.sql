insert into core.dim_article by name
select
    v.article_key,
    v.article_id,
    v.identity_rule,
    v.version,
    v.valid_from,
    v.valid_to,
    v.valid_to is null as is_current,
    a.content_hash,
    v.root_path,
    v.source_path,
    a.source_format,
    a.encoding,
    a.url,
    a.url_id,
    a.headline,
    a.headline_source,
    a.subtitle,
    coalesce(key_of('outlet|' || outlet_id_of(a.outlet_name)), -1) as outlet_key,
    a.outlet_source,
    a.authors_source,
    a.section,
    a.dateline_place,
    a.agency_names,
    a.photo_credits,
    a.published_on,
    a.published_at,
    a.published_source,
    a.updated_at,
    a.language,
    a.extractor_version,
    v.article_key as original_article_key,
    getvariable('run_key') as run_key
from staging.articles as a
inner join staged_version as v using (content_hash);

insert into core.article_text by name
select
    v.article_key,
    md5(a.raw_text) as raw_hash,
    a.raw_text,
    a.clean_text,
    a.body_start,
    a.offset_map,
    a.sentence_starts,
    getvariable('run_key') as run_key
from staging.articles as a
inner join staged_version as v using (content_hash);
