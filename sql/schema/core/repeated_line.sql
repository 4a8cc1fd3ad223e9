-- grain: line_key
-- references: outlet_key core.dim_outlet
-- required: run_key
create table if not exists core.repeated_line (
    line_key             BIGINT,
    outlet_key           BIGINT,
    line_hash            BIGINT,
    line_text            VARCHAR,
    article_count        INTEGER,
    outlet_article_count INTEGER,
    day_count            INTEGER,
    first_published_on   DATE,
    last_published_on    DATE,
    is_telling           BOOLEAN,
    run_key              BIGINT
);

comment on table core.repeated_line is 'One line that an outlet was found to put into its articles again and again, and the evidence: a judgement, made anew by every run that loads articles, over all versions loaded.';
comment on column core.repeated_line.line_key is 'Surrogate key: 63-bit hash of outlet_key and line_hash.';
comment on column core.repeated_line.outlet_key is 'The outlet (core.dim_outlet).';
comment on column core.repeated_line.line_hash is '63-bit hash of the line in lower case (core.article_line).';
comment on column core.repeated_line.line_text is 'The line; of several spellings the first by alphabet.';
comment on column core.repeated_line.article_count is 'Articles of the outlet that bear it; near copies of one article (core.article_copy) count once, and so do its versions.';
comment on column core.repeated_line.outlet_article_count is 'Articles of the outlet, counted so, from the first to the last day of those that bear it; undated ones among them where one of those is undated.';
comment on column core.repeated_line.day_count is 'Days of publication of the articles that bear it.';
comment on column core.repeated_line.first_published_on is 'First of these days.';
comment on column core.repeated_line.last_published_on is 'Last of these days.';
comment on column core.repeated_line.is_telling is 'Whether a person is named in it or somebody is quoted: such a line needs more evidence.';
comment on column core.repeated_line.run_key is 'Run that first found it (meta.run).';
