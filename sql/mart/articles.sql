create or replace view mart.articles as
select
    a.article_key,
    a.article_id,
    a.version,
    a.is_current,
    a.source_path,
    a.url,
    l.outlet_name,
    a.headline,
    a.subtitle,
    coalesce(l.author_names, w.author_names, []) as author_names,
    a.section,
    a.dateline_place,
    a.agency_names,
    a.photo_credits,
    l.published_on,
    a.published_at,
    a.published_source,
    a.updated_at,
    a.language,
    a.source_format,
    a.identity_rule,
    a.content_hash,
    f.story_key,
    f.word_count,
    f.sentence_count,
    f.paragraph_count,
    f.mention_count,
    (f.quote_count - coalesce(rejected.quote_count, 0))::integer as quote_count,
    f.removed_char_count,
    f.removed_share,
    a.original_article_key,
    a.original_article_key <> a.article_key as is_copy,
    a.extractor_version,
    a.run_key,
    a.retired_at
from core.dim_article as a
inner join core.fact_article as f on f.article_key = a.article_key
inner join mart.article_labels as l on l.article_key = a.article_key
left join (
    select b.article_key, list(d.author_name order by b.author_number) as author_names
    from core.bridge_article_author as b
    inner join core.dim_author as d on d.author_key = b.author_key and d.author_key <> -1
    group by all
) as w on w.article_key = a.article_key
left join (
    select article_key, count(*) as quote_count
    from core.decided_quote
    where review = 'rejected'
    group by article_key
) as rejected on rejected.article_key = a.article_key;

comment on view mart.articles is 'One version of an article, with its sizes and counts. is_current tells the newest version.';
comment on column mart.articles.article_key is 'Surrogate key of the article version.';
comment on column mart.articles.article_id is 'Natural key of the article, the same for all its versions.';
comment on column mart.articles.version is 'Version, counted from 1.';
comment on column mart.articles.is_current is 'Whether this is the newest version, of an article that is not retired.';
comment on column mart.articles.source_path is 'Path of the file below the ingested root, with #record behind it for a record of a file.';
comment on column mart.articles.url is 'Address, where the file states it.';
comment on column mart.articles.outlet_name is 'Outlet; empty where the article does not name it.';
comment on column mart.articles.headline is 'Headline.';
comment on column mart.articles.subtitle is 'Standfirst.';
comment on column mart.articles.author_names is 'Authors in the order of the byline; an empty list where none is named.';
comment on column mart.articles.section is 'Section of the outlet.';
comment on column mart.articles.dateline_place is 'Place of the dateline.';
comment on column mart.articles.agency_names is 'Wire agencies and syndicates credited.';
comment on column mart.articles.photo_credits is 'Photo credits.';
comment on column mart.articles.published_on is 'Day of publication; empty where the article does not state it.';
comment on column mart.articles.published_at is 'Moment of publication (UTC).';
comment on column mart.articles.published_source is 'Where the day was found: record, markup or text; ambiguous where a stated day could be two and is left empty.';
comment on column mart.articles.updated_at is 'Moment of the last update stated (UTC).';
comment on column mart.articles.language is 'ISO 639-1 code.';
comment on column mart.articles.source_format is 'Format the record was read as.';
comment on column mart.articles.identity_rule is 'Rule that gave article_id: url, outlet_headline_date, path or content.';
comment on column mart.articles.content_hash is 'BLAKE2b-128 of the bytes of the record, in hexadecimal.';
comment on column mart.articles.story_key is 'Story the article tells (mart.stories).';
comment on column mart.articles.word_count is 'Words of the clean text.';
comment on column mart.articles.sentence_count is 'Sentences of the clean text.';
comment on column mart.articles.paragraph_count is 'Paragraphs of the clean text.';
comment on column mart.articles.mention_count is 'Mentions.';
comment on column mart.articles.quote_count is 'Quotes, without those that people rejected.';
comment on column mart.articles.removed_char_count is 'Characters removed as boilerplate, white space left out.';
comment on column mart.articles.removed_share is 'Share of the raw text that was removed as boilerplate (0 to 1).';
comment on column mart.articles.original_article_key is 'The article told first of those with nearly the same body (mart.article_copies); its own key where it is no copy. Grouped by it, copies count once.';
comment on column mart.articles.is_copy is 'Whether the body is nearly that of an article told before it.';
comment on column mart.articles.extractor_version is 'Version of code, rules and language model.';
comment on column mart.articles.run_key is 'Run that loaded the version (mart.runs).';
comment on column mart.articles.retired_at is 'Moment the article was retired because no input file held it any more (UTC); empty otherwise.';
