-- question: How did the runs up to this one go?
-- parameters: run_number
select
    r.run_number,
    r.run_name,
    r.state,
    r.started_at,
    r.duration_s,
    r.seen_count,
    r.loaded_count,
    r.unchanged_count,
    r.duplicate_count,
    r.quarantined_count,
    r.word_count,
    r.mention_count,
    r.quote_count,
    q.check_count,
    q.failed_check_count
from mart.runs as r
left join (
    select run_number, count(*) as check_count, count(*) filter (where not is_passed) as failed_check_count
    from mart.quality_history
    group by run_number
) as q on q.run_number = r.run_number
where r.run_number <= $run_number::integer
-- Runs that found nothing new must not push out of sight those that did.
qualify row_number() over (partition by r.state = 'unchanged' order by r.run_number desc) <= 60
order by r.run_number desc;
