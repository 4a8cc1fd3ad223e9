insert into core.fact_removed_span by name
select
    key_of(concat_ws('|', 'removed_span', v.article_key, s.raw_start)) as removed_span_key,
    v.article_key,
    s.* exclude (content_hash),
    getvariable('run_key') as run_key
from staging.removed_spans as s
inner join staged_version as v using (content_hash);
