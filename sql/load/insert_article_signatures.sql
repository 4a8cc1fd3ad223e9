insert into core.article_signature by name
select v.article_key, a.shingle_count, a.signature, getvariable('run_key') as run_key
from staging.articles as a
inner join staged_version as v using (content_hash)
where a.signature is not null;

-- Bands of four numbers: two bodies that have half of their runs of words in common share one of 32 bands with a
-- probability of 0.87, three fifths 0.99; at a quarter it is 0.12.
-- The bands are cut before they are unnested: else each of the 32 rows would carry all 128 numbers.
insert into core.article_band by name
select
    article_key,
    band_number,
    key_of(concat_ws('|', 'band', band_number, band::varchar)) as band_hash
from (
    select
        s.article_key,
        unnest(range(1, len(s.signature) // 4 + 1))::integer as band_number,
        unnest(list_transform(range(1, len(s.signature) // 4 + 1), lambda n: s.signature[n * 4 - 3:n * 4])) as band
    from core.article_signature as s
    where s.article_key in (select article_key from staged_version)
);
