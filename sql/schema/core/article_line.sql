-- grain: article_key, line_number
-- references: article_key core.article_text
create table if not exists core.article_line (
    article_key BIGINT,
    line_number INTEGER,
    line_hash   BIGINT,
    clean_start INTEGER,
    clean_end   INTEGER
);

comment on table core.article_line is 'One paragraph of the body of an article version that could be a standing line of its outlet: 45 to 600 characters and at least 7 words.';
comment on column core.article_line.article_key is 'The article version (core.dim_article).';
comment on column core.article_line.line_number is 'Paragraph of clean_text, counted from 1.';
comment on column core.article_line.line_hash is '63-bit hash of the paragraph in lower case.';
comment on column core.article_line.clean_start is 'First code point in clean_text (core.article_text).';
comment on column core.article_line.clean_end is 'Code point behind the last in clean_text (core.article_text).';
