update meta.run set
    file_count = getvariable('file_count'),
    seen_count = getvariable('unopened_count') + counted.seen_count,
    loaded_count = counted.loaded_count,
    unchanged_count = getvariable('unopened_count') + counted.unchanged_count,
    duplicate_count = counted.duplicate_count,
    quarantined_count = counted.quarantined_count,
    word_count = facts.word_count,
    mention_count = facts.mention_count,
    quote_count = facts.quote_count,
    retired_count = retired.retired_count
from (
    select
        count(*) as seen_count,
        count(*) filter (where outcome = 'loaded') as loaded_count,
        count(*) filter (where outcome in ('unchanged', 'discarded')) as unchanged_count,
        count(*) filter (where outcome = 'duplicate') as duplicate_count,
        count(*) filter (where outcome = 'quarantined') as quarantined_count
    from record_outcome
) as counted, (
    select
        coalesce(sum(word_count), 0) as word_count,
        coalesce(sum(mention_count), 0) as mention_count,
        coalesce(sum(quote_count), 0) as quote_count
    from core.fact_article
    where run_key = getvariable('run_key')
) as facts, (
    select count(*) as retired_count from core.dim_article where retired_at = getvariable('run_started_at')
) as retired
where run_key = getvariable('run_key');
