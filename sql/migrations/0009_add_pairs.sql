-- Pairs that were compared, and how surely. The next run compares all articles by the new rules.
alter table core.fact_quote add column match_score DOUBLE;
comment on column core.fact_quote.match_score is 'How surely it reports its statement: the probability of the surest pair that it makes with another quote of the statement; empty where it is alone.';

create table if not exists core.judged_article (
    article_key      BIGINT,
    content_mark     BIGINT,
    resolver_version VARCHAR
);

comment on table core.judged_article is 'One current article whose quotes and story are compared with all others. What differs from it is compared by the next run.';
comment on column core.judged_article.article_key is 'The article version (core.dim_article).';
comment on column core.judged_article.content_mark is 'Hash of the keys of its quotes and of its day: with another one it is compared anew.';
comment on column core.judged_article.resolver_version is 'Version of the rules that compared it; with another one all are compared anew.';

create table if not exists core.article_stem (
    article_key BIGINT,
    stem        VARCHAR,
    weight      INTEGER,
    stem_rank   INTEGER
);

comment on table core.article_stem is 'One of the strongest word stems of an article: what it is about. Articles are compared where two of their twelve strongest agree.';
comment on column core.article_stem.article_key is 'The article version (core.dim_article).';
comment on column core.article_stem.stem is 'The stem, or a number.';
comment on column core.article_stem.weight is 'How much it says of the article, in ten-thousandths; the squares of an article sum to 1.';
comment on column core.article_stem.stem_rank is 'Place among the stems of the article, the strongest first, counted from 1.';

create table if not exists core.article_pair (
    article_key       BIGINT,
    other_article_key BIGINT,
    similarity        DOUBLE,
    day_count         INTEGER,
    story_score       DOUBLE
);

comment on table core.article_pair is 'Two articles of about the same days that are about the same. A function of the two alone.';
comment on column core.article_pair.article_key is 'The article version with the smaller key (core.dim_article).';
comment on column core.article_pair.other_article_key is 'The other one.';
comment on column core.article_pair.similarity is 'Cosine of their strongest words (0 to 1).';
comment on column core.article_pair.day_count is 'Days between them; empty where one has no date.';
comment on column core.article_pair.story_score is 'Probability that both tell one event (0 to 1).';

create table if not exists core.quote_pair (
    quote_key         BIGINT,
    article_key       BIGINT,
    other_quote_key   BIGINT,
    other_article_key BIGINT,
    match_score       DOUBLE
);

comment on table core.quote_pair is 'Two quotes that may report one utterance. A function of the two and their articles alone.';
comment on column core.quote_pair.quote_key is 'The quote with the smaller key (core.fact_quote).';
comment on column core.quote_pair.article_key is 'Its article version.';
comment on column core.quote_pair.other_quote_key is 'The other quote.';
comment on column core.quote_pair.other_article_key is 'Its article version.';
comment on column core.quote_pair.match_score is 'Probability that both report one utterance (0 to 1).';
