insert into core.article_signature by name
select v.article_key, a.shingle_count, a.signature, getvariable('run_key') as run_key
from staging.articles as a
inner join staged_version as v using (content_hash)
where a.signature is not null;

-- Bands of four numbers: two bodies that have half of their runs of words in common share one of 32 bands with a
-- probability of 0.87, three fifths 0.99; at a quarter it is 0.12.
insert into core.article_band by name
select
    article_key,
    band_number,
    key_of(concat_ws('|', 'band', band_number, signature[band_number * 4 - 3:band_number * 4]::varchar)) as band_hash
from (
    select s.article_key, s.signature, unnest(range(1, len(s.signature) // 4 + 1))::integer as band_number
    from core.article_signature as s
    where s.article_key in (select article_key from staged_version)
);
