-- grain: article_key, band_number
-- references: article_key core.article_signature
create table if not exists core.article_band (
    article_key BIGINT,
    band_number INTEGER,
    band_hash   BIGINT
);

comment on table core.article_band is 'One band of four numbers of the signature of an article version. Versions that share a band are compared as possible copies.';
comment on column core.article_band.article_key is 'The article version (core.article_signature).';
comment on column core.article_band.band_number is 'Place of the band in the signature, 1 to 32.';
comment on column core.article_band.band_hash is '63-bit hash of the number of the band and of what it holds.';
