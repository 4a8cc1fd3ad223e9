-- Counts are of what was loaded, so rows that went to quarantine do not count.
insert into core.fact_article by name
select
    v.article_key,
    coalesce(key_of('outlet|' || outlet_id_of(a.outlet_name)), -1) as outlet_key,
    coalesce(strftime(a.published_on, '%Y%m%d')::bigint, -1) as date_key,
    -1 as story_key,
    a.raw_char_count,
    a.clean_char_count,
    a.removed_char_count,
    a.removed_share,
    a.word_count,
    a.sentence_count,
    a.paragraph_count,
    coalesce(m.mention_count, 0)::integer as mention_count,
    coalesce(q.quote_count, 0)::integer as quote_count,
    getvariable('run_key') as run_key
from staging.articles as a
inner join staged_version as v using (content_hash)
left join (select content_hash, count(*) as mention_count from staging.mentions group by all) as m using (content_hash)
left join (select content_hash, count(*) as quote_count from staging.quotes group by all) as q using (content_hash);
