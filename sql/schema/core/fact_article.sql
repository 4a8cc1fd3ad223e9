-- grain: article_key
-- references: article_key core.dim_article, outlet_key core.dim_outlet, date_key core.dim_date, story_key
--   core.dim_story, run_key meta.run
create table if not exists core.fact_article (
    article_key        BIGINT,
    outlet_key         BIGINT,
    date_key           BIGINT,
    story_key          BIGINT,
    raw_char_count     INTEGER,
    clean_char_count   INTEGER,
    removed_char_count INTEGER,
    removed_share      DOUBLE,
    word_count         INTEGER,
    sentence_count     INTEGER,
    paragraph_count    INTEGER,
    mention_count      INTEGER,
    quote_count        INTEGER,
    run_key            BIGINT
);

comment on table core.fact_article is 'One article version: its sizes and counts.';
comment on column core.fact_article.article_key is 'The article version (core.dim_article).';
comment on column core.fact_article.outlet_key is 'Outlet of the article (core.dim_outlet).';
comment on column core.fact_article.date_key is 'Day of publication (core.dim_date).';
comment on column core.fact_article.story_key is 'Story the article tells (core.dim_story).';
comment on column core.fact_article.raw_char_count is 'Code points of the raw text.';
comment on column core.fact_article.clean_char_count is 'Code points of the clean text.';
comment on column core.fact_article.removed_char_count is 'Characters removed as boilerplate, white space left out.';
comment on column core.fact_article.removed_share is 'removed_char_count as a share of all characters that are not white space (0 to 1).';
comment on column core.fact_article.word_count is 'Words of the clean text.';
comment on column core.fact_article.sentence_count is 'Sentences of the clean text.';
comment on column core.fact_article.paragraph_count is 'Paragraphs of the clean text.';
comment on column core.fact_article.mention_count is 'Mentions loaded.';
comment on column core.fact_article.quote_count is 'Quotes loaded.';
comment on column core.fact_article.run_key is 'Run that wrote the row (meta.run).';
