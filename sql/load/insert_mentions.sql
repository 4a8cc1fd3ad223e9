insert into core.fact_mention by name
select
    key_of(concat_ws('|', 'mention', v.article_key, m.raw_start, m.raw_end)) as mention_key,
    v.article_key,
    f.outlet_key,
    f.date_key,
    name_key_of(m.entity_type, m.entity_name, v.article_key) as name_key,
    m.* exclude (content_hash),
    false as is_cut,
    getvariable('run_key') as run_key
from staging.mentions as m
inner join staged_version as v using (content_hash)
inner join core.fact_article as f on f.article_key = v.article_key;
