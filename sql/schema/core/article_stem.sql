-- grain: article_key, stem
-- references: article_key core.judged_article
create table if not exists core.article_stem (
    article_key BIGINT,
    stem        VARCHAR,
    weight      INTEGER,
    stem_rank   INTEGER,
    lead_weight     INTEGER,
    headline_weight INTEGER
);

comment on table core.article_stem is 'One of the strongest word stems of an article: what it is about. Articles are compared where two of their sixteen strongest agree.';
comment on column core.article_stem.article_key is 'The article version (core.dim_article).';
comment on column core.article_stem.stem is 'The stem, or a number.';
comment on column core.article_stem.weight is 'How much it says of the article, in ten-thousandths; the squares of an article sum to 1.';
comment on column core.article_stem.stem_rank is 'Place among the stems of the article, the strongest first, counted from 1.';
comment on column core.article_stem.lead_weight is 'How much it says of the first 900 letters, in ten-thousandths; 0 where it is not there.';
comment on column core.article_stem.headline_weight is 'Share of what the stems of the headline weigh, in ten-thousandths; 0 where it is not there.';
