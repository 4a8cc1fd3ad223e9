-- grain: article_key; article_id, version
-- references: article_key core.article_text, article_key core.fact_article, outlet_key core.dim_outlet,
--   original_article_key core.dim_article.article_key
-- required: run_key
create table if not exists core.dim_article (
    article_key          BIGINT,
    article_id           VARCHAR,
    identity_rule        VARCHAR,
    version              INTEGER,
    valid_from           TIMESTAMP,
    valid_to             TIMESTAMP,
    is_current           BOOLEAN,
    content_hash         VARCHAR,
    root_path            VARCHAR,
    source_path          VARCHAR,
    source_format        VARCHAR,
    encoding             VARCHAR,
    url                  VARCHAR,
    url_id               VARCHAR,
    headline             VARCHAR,
    headline_source      VARCHAR,
    subtitle             VARCHAR,
    outlet_key           BIGINT,
    outlet_source        VARCHAR,
    authors_source       VARCHAR,
    section              VARCHAR,
    dateline_place       VARCHAR,
    agency_names         VARCHAR[],
    photo_credits        VARCHAR[],
    published_on         DATE,
    published_at         TIMESTAMP,
    published_source     VARCHAR,
    updated_at           TIMESTAMP,
    language             VARCHAR,
    extractor_version    VARCHAR,
    original_article_key BIGINT,
    run_key              BIGINT,
    retired_at           TIMESTAMP
);

comment on table core.dim_article is 'One version of an article (slowly changing dimension, type 2).';
comment on column core.dim_article.article_key is 'Surrogate key: 63-bit hash of article_id and content_hash, and of how many times the content came where it came back.';
comment on column core.dim_article.article_id is 'Natural key of the article, the same for all its versions.';
comment on column core.dim_article.identity_rule is 'Rule that gave article_id: url, outlet_headline_date, path or content.';
comment on column core.dim_article.version is 'Version of the article, counted from 1 in the order of the moments the versions state (last update, else publication), else of their arrival.';
comment on column core.dim_article.valid_from is 'Moment this version was first loaded (UTC); just before the next version where that one was loaded first.';
comment on column core.dim_article.valid_to is 'Moment the next version begins, or the article was retired (UTC); empty for the current one.';
comment on column core.dim_article.is_current is 'Whether this is the newest version, of an article that is not retired.';
comment on column core.dim_article.content_hash is 'BLAKE2b-128 of the bytes of the record, in hexadecimal.';
comment on column core.dim_article.root_path is 'Ingested root the source file lies in.';
comment on column core.dim_article.source_path is 'Path of the file below the ingested root, with #record behind it for a record of a file.';
comment on column core.dim_article.source_format is 'Format the record was read as.';
comment on column core.dim_article.encoding is 'Character encoding the bytes were decoded with.';
comment on column core.dim_article.url is 'Address of the article.';
comment on column core.dim_article.url_id is 'The address without what its forms differ by: scheme, www, mobile and AMP hosts, trackers, fragment.';
comment on column core.dim_article.headline is 'Headline.';
comment on column core.dim_article.headline_source is 'Where the headline was found: record, markup or text.';
comment on column core.dim_article.subtitle is 'Standfirst below the headline.';
comment on column core.dim_article.outlet_key is 'Outlet (core.dim_outlet).';
comment on column core.dim_article.outlet_source is 'Where the outlet was found: record, markup or text.';
comment on column core.dim_article.authors_source is 'Where the authors were found: record, markup or text.';
comment on column core.dim_article.section is 'Section of the outlet.';
comment on column core.dim_article.dateline_place is 'Place named by the dateline.';
comment on column core.dim_article.agency_names is 'Wire agencies and syndicates credited.';
comment on column core.dim_article.photo_credits is 'Photo credits found in captions.';
comment on column core.dim_article.published_on is 'Day of publication.';
comment on column core.dim_article.published_at is 'Moment of publication (UTC).';
comment on column core.dim_article.published_source is 'Where the day of publication was found: record, markup or text; ambiguous where a stated day could be two and is left empty.';
comment on column core.dim_article.updated_at is 'Moment of the last update stated by the article (UTC).';
comment on column core.dim_article.language is 'Language of the clean text, as an ISO 639-1 code.';
comment on column core.dim_article.extractor_version is 'Version of code, rules and language model that extracted the facts.';
comment on column core.dim_article.original_article_key is 'The version that was told first of those this one is a near copy of (core.article_copy); its own key where it is no copy, and where it is not current.';
comment on column core.dim_article.run_key is 'Run that wrote the row (meta.run).';
comment on column core.dim_article.retired_at is 'Moment the last version was closed because no input file held it any more (UTC); empty otherwise.';
