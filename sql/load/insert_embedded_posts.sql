insert into core.fact_embedded_post by name
select
    key_of(concat_ws('|', 'embedded_post', v.article_key, p.raw_start)) as embedded_post_key,
    v.article_key,
    p.* exclude (content_hash),
    getvariable('run_key') as run_key
from staging.embedded_posts as p
inner join staged_version as v using (content_hash);
