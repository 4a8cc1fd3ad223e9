-- grain: article_key
-- references: article_key core.dim_article
-- required: run_key
create table if not exists core.article_text (
    article_key     BIGINT,
    raw_hash        VARCHAR,
    raw_text        VARCHAR,
    clean_text      VARCHAR,
    body_start      INTEGER,
    offset_map      STRUCT(clean_start INTEGER, raw_start INTEGER, char_count INTEGER)[],
    sentence_starts INTEGER[],
    run_key         BIGINT
);

comment on table core.article_text is 'Texts of one article version, as it was extracted. core.cut_text holds the clean text of those that lines were cut from later.';
comment on column core.article_text.article_key is 'The article version (core.dim_article).';
comment on column core.article_text.raw_hash is 'MD5 of raw_text in UTF-8, in hexadecimal.';
comment on column core.article_text.raw_text is 'Text as the reader gave it; raw offsets count its code points.';
comment on column core.article_text.clean_text is 'Headline and running text without boilerplate; an empty line stands between paragraphs.';
comment on column core.article_text.body_start is 'Offset into clean_text at which the body begins.';
comment on column core.article_text.offset_map is 'Runs of characters that clean_text took over from raw_text unchanged in length, in order.';
comment on column core.article_text.sentence_starts is 'Offsets into clean_text at which its sentences begin, in order; empty for versions loaded before they were kept.';
comment on column core.article_text.run_key is 'Run that wrote the row (meta.run).';
