-- loaded_into: core.dim_article, core.fact_article, core.article_text
create table if not exists staging.articles (
    content_hash       VARCHAR,
    source_path        VARCHAR,
    source_format      VARCHAR,
    encoding           VARCHAR,
    raw_text           VARCHAR,
    clean_text         VARCHAR,
    body_start         INTEGER,
    offset_map         STRUCT(clean_start INTEGER, raw_start INTEGER, char_count INTEGER)[],
    sentence_starts    INTEGER[],
    shingle_count      INTEGER,
    signature          UINTEGER[],
    url                VARCHAR,
    url_id             VARCHAR,
    headline           VARCHAR,
    headline_source    VARCHAR,
    subtitle           VARCHAR,
    author_names       VARCHAR[],
    authors_source     VARCHAR,
    outlet_name        VARCHAR,
    outlet_source      VARCHAR,
    section            VARCHAR,
    dateline_place     VARCHAR,
    agency_names       VARCHAR[],
    photo_credits      VARCHAR[],
    published_on       DATE,
    published_at       TIMESTAMP,
    published_source   VARCHAR,
    updated_at         TIMESTAMP,
    language           VARCHAR,
    raw_char_count     INTEGER,
    clean_char_count   INTEGER,
    removed_char_count INTEGER,
    removed_share      DOUBLE,
    word_count         INTEGER,
    sentence_count     INTEGER,
    paragraph_count    INTEGER,
    mention_count      INTEGER,
    quote_count        INTEGER,
    extractor_version  VARCHAR
);

comment on table staging.articles is 'One article read and cleaned in the run at hand, with the counts of what was extracted from it.';
comment on column staging.articles.content_hash is 'BLAKE2b-128 of the bytes of the record as it stood in its file, in hexadecimal; names the article within a run.';
comment on column staging.articles.source_format is 'Format the record was read as; quotehouse formats lists them.';
comment on column staging.articles.encoding is 'Character encoding the bytes were decoded with; "utf-8, repaired" where U+FFFD stands for broken bytes.';
comment on column staging.articles.body_start is 'Offset into clean_text at which the body begins; what stands before it is the headline (0 where the text has none).';
comment on column staging.articles.sentence_starts is 'Offsets into clean_text at which its sentences begin, in order.';
comment on column staging.articles.shingle_count is 'Different runs of five words in the body.';
comment on column staging.articles.signature is 'MinHash signature of the runs of five words of the body, 128 numbers; empty where the body is too short to be told from others by it.';
comment on column staging.articles.url is 'Address of the article, where the file states it.';
comment on column staging.articles.author_names is 'Authors in the order of the byline.';
comment on column staging.articles.outlet_name is 'Outlet that published the article.';
comment on column staging.articles.published_on is 'Day of publication, where the file states or plainly shows it.';
comment on column staging.articles.published_at is 'Moment of publication (UTC), where the file states it with a time.';
comment on column staging.articles.updated_at is 'Moment of the last update (UTC), where the file states it.';
comment on column staging.articles.raw_char_count is 'Code points of raw_text.';
comment on column staging.articles.clean_char_count is 'Code points of clean_text.';
comment on column staging.articles.removed_char_count is 'Characters of raw_text, white space left out, that were removed as boilerplate.';
comment on column staging.articles.removed_share is 'removed_char_count as a share of all characters of raw_text that are not white space (0 to 1).';
comment on column staging.articles.word_count is 'Words of clean_text.';
comment on column staging.articles.sentence_count is 'Sentences of clean_text.';
comment on column staging.articles.paragraph_count is 'Paragraphs of clean_text.';
comment on column staging.articles.mention_count is 'Mentions found.';
comment on column staging.articles.quote_count is 'Quotes found.';
comment on column staging.articles.extractor_version is 'Version of code, rules and language model that made the row.';
