-- Signatures are made where articles are extracted, so copies among articles loaded before show once their files are
-- read again; until then no article is a copy.
alter table core.dim_article add column original_article_key BIGINT;
update core.dim_article set original_article_key = article_key;
alter table core.article_text add column sentence_starts INTEGER[];
