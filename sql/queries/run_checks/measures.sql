-- question: What did this run, and the published runs of the same input before it, measure?
-- parameters: run_number
with this_run as (
    select run_key, run_number, input_paths
    from mart.runs
    where run_number = $run_number::integer
),

compared as (
    select r.*, r.run_number = t.run_number as is_current
    from mart.runs as r
    cross join this_run as t
    where r.run_number = t.run_number
        or (r.run_number < t.run_number and r.state = 'published' and r.input_paths = t.input_paths)
    order by r.run_number desc
    limit 31
),

held as (
    select run_key, count(*) filter (where table_name is null or table_name = 'articles') as quarantined_count
    from mart.quarantine
    group by run_key
)

select
    c.run_number,
    c.is_current,
    c.started_at,
    count(a.article_key) as article_count,
    count(a.article_key) + coalesce(any_value(h.quarantined_count), 0) as new_count,
    coalesce(any_value(h.quarantined_count), 0) as quarantined_count,
    avg(a.removed_share) as mean_removed_share,
    avg(a.word_count) as mean_word_count,
    avg(a.mention_count) as mean_mention_count,
    avg(a.quote_count) as mean_quote_count,
    max(a.published_on) as newest_published_on
from compared as c
left join mart.articles as a on a.run_key = c.run_key
left join held as h on h.run_key = c.run_key
group by c.run_number, c.is_current, c.started_at
order by c.run_number;
