-- grain: article_key, other_article_key
-- references: article_key core.judged_article, other_article_key core.judged_article.article_key
create table if not exists core.article_pair (
    article_key       BIGINT,
    other_article_key BIGINT,
    similarity        DOUBLE,
    day_count         INTEGER,
    story_score       DOUBLE,
    lead_similarity   DOUBLE,
    headline_share    DOUBLE
);

comment on table core.article_pair is 'Two articles of about the same days that are about the same. A function of the two alone.';
comment on column core.article_pair.article_key is 'The article version with the smaller key (core.dim_article).';
comment on column core.article_pair.other_article_key is 'The other one.';
comment on column core.article_pair.similarity is 'Cosine of their strongest words (0 to 1).';
comment on column core.article_pair.day_count is 'Days between them; empty where one has no date.';
comment on column core.article_pair.story_score is 'Probability that both tell one event (0 to 1).';
comment on column core.article_pair.lead_similarity is 'Cosine of the words of their first 900 letters (0 to 1).';
comment on column core.article_pair.headline_share is 'Share of the weight of a headline whose words are among the strongest of the other article, the smaller of the two (0 to 1).';
