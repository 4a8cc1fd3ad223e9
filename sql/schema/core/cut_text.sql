-- grain: article_key
-- references: article_key core.article_text
-- required: run_key
create table if not exists core.cut_text (
    article_key BIGINT,
    clean_text  VARCHAR,
    body_start  INTEGER,
    offset_map  STRUCT(clean_start INTEGER, raw_start INTEGER, char_count INTEGER)[],
    spans       STRUCT(clean_start INTEGER, clean_end INTEGER, sentence_count INTEGER)[],
    run_key     BIGINT
);

comment on table core.cut_text is 'Clean text of one article version without the repeated lines cut from it; versions that bear none are left out.';
comment on column core.cut_text.article_key is 'The article version (core.dim_article).';
comment on column core.cut_text.clean_text is 'clean_text of core.article_text without the repeated lines.';
comment on column core.cut_text.body_start is 'Offset into this clean_text at which the body begins.';
comment on column core.cut_text.offset_map is 'Runs of characters that this clean_text took over from raw_text unchanged in length, in order.';
comment on column core.cut_text.spans is 'The lines cut, by offsets into clean_text of core.article_text, in order, with their sentences.';
comment on column core.cut_text.run_key is 'Run that wrote the row (meta.run).';
