-- grain: article_key, earlier_article_key
-- references: article_key core.article_signature, earlier_article_key core.article_signature.article_key
create table if not exists core.article_copy (
    article_key         BIGINT,
    earlier_article_key BIGINT,
    similarity          DOUBLE
);

comment on table core.article_copy is 'Two current articles with nearly the same body, such as two prints of one agency text: a judgement, made anew by every run that loads articles.';
comment on column core.article_copy.article_key is 'The one told later (core.dim_article): on a later day; of one day, the one whose outlet is no agency that it credits, then the later moment, the shorter body, the later article_id.';
comment on column core.article_copy.earlier_article_key is 'The one told before it (core.dim_article).';
comment on column core.article_copy.similarity is 'Share of the runs of five words of both bodies that stand in both, as their signatures tell it (0 to 1, standard error 0.044 at most); at least 0.5.';
