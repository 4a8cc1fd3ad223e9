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
comment on column staging.articles.source_path is 'Path of the file below the ingested root, with #record behind it for a record of a file.';
comment on column staging.articles.source_format is 'Format the record was read as; quotehouse formats lists them.';
comment on column staging.articles.encoding is 'Character encoding the bytes were decoded with; "utf-8, repaired" where U+FFFD stands for broken bytes.';
comment on column staging.articles.raw_text is 'Text as the reader gave it; raw offsets count its code points.';
comment on column staging.articles.clean_text is 'Headline and running text without boilerplate; an empty line stands between paragraphs.';
comment on column staging.articles.body_start is 'Offset into clean_text at which the body begins; what stands before it is the headline (0 where the text has none).';
comment on column staging.articles.offset_map is 'Runs of characters that clean_text took over from raw_text unchanged in length, in order.';
comment on column staging.articles.sentence_starts is 'Offsets into clean_text at which its sentences begin, in order.';
comment on column staging.articles.shingle_count is 'Different runs of five words in the body.';
comment on column staging.articles.signature is 'MinHash signature of the runs of five words of the body, 128 numbers; empty where the body is too short to be told from others by it.';
comment on column staging.articles.url is 'Address of the article, where the file states it.';
comment on column staging.articles.url_id is 'The address without what its forms differ by: scheme, www, mobile and AMP hosts, trackers, fragment.';
comment on column staging.articles.headline is 'Headline.';
comment on column staging.articles.headline_source is 'Where the headline was found: record, markup or text.';
comment on column staging.articles.subtitle is 'Standfirst below the headline.';
comment on column staging.articles.author_names is 'Authors in the order of the byline.';
comment on column staging.articles.authors_source is 'Where the authors were found: record, markup or text.';
comment on column staging.articles.outlet_name is 'Outlet that published the article.';
comment on column staging.articles.outlet_source is 'Where the outlet was found: record, markup or text.';
comment on column staging.articles.section is 'Section of the outlet.';
comment on column staging.articles.dateline_place is 'Place named by the dateline.';
comment on column staging.articles.agency_names is 'Wire agencies and syndicates credited.';
comment on column staging.articles.photo_credits is 'Photo credits found in captions.';
comment on column staging.articles.published_on is 'Day of publication, where the file states or plainly shows it.';
comment on column staging.articles.published_at is 'Moment of publication (UTC), where the file states it with a time.';
comment on column staging.articles.published_source is 'Where the day of publication was found: record, markup or text.';
comment on column staging.articles.updated_at is 'Moment of the last update (UTC), where the file states it.';
comment on column staging.articles.language is 'Language of the clean text, as an ISO 639-1 code.';
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
