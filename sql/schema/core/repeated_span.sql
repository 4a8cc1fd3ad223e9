-- grain: repeated_span_key; article_key, line_number
-- references: article_key core.cut_text, line_key core.repeated_line
-- required: run_key
create table if not exists core.repeated_span (
    repeated_span_key BIGINT,
    article_key       BIGINT,
    line_number       INTEGER,
    line_key          BIGINT,
    clean_start       INTEGER,
    clean_end         INTEGER,
    sentence_count    INTEGER,
    pieces            STRUCT(raw_start INTEGER, raw_end INTEGER, removed_text VARCHAR)[],
    run_key           BIGINT
);

comment on table core.repeated_span is 'One repeated line cut from an article version: a judgement beside its facts, which goes where the line is no longer found to be one.';
comment on column core.repeated_span.repeated_span_key is 'Surrogate key: 63-bit hash of article_key and line_number.';
comment on column core.repeated_span.article_key is 'The article version (core.dim_article).';
comment on column core.repeated_span.line_number is 'Paragraph of clean_text (core.article_line).';
comment on column core.repeated_span.line_key is 'The line (core.repeated_line).';
comment on column core.repeated_span.clean_start is 'First code point in clean_text (core.article_text).';
comment on column core.repeated_span.clean_end is 'Code point behind the last in clean_text (core.article_text).';
comment on column core.repeated_span.sentence_count is 'Sentences of the line.';
comment on column core.repeated_span.pieces is 'Spans of raw_text that make up the line, in order, with their text; several where a rule had cut something in between.';
comment on column core.repeated_span.run_key is 'Run that wrote the row (meta.run).';
