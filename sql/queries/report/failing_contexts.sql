-- question: What stands in the article around the rows that this run held back, and around those that only warned?
-- parameters: run_number
with held as (
    select
        table_name,
        reason_code,
        source_path,
        content_hash,
        try_cast(row_json ->> '$.raw_start' as integer) as raw_start,
        try_cast(row_json ->> '$.raw_end' as integer) as raw_end
    from mart.quarantine
    where run_number = $run_number::integer and table_name in ('mentions', 'entity_roles', 'quotes', 'removed_spans', 'embedded_posts')
),

-- The first rows of each check that lets its rows pass: they are not in quarantine.
told as (
    select
        h.table_name,
        h.check_name as reason_code,
        row_json ->> '$.source_path' as source_path,
        row_json ->> '$.content_hash' as content_hash,
        try_cast(row_json ->> '$.raw_start' as integer) as raw_start,
        try_cast(row_json ->> '$.raw_end' as integer) as raw_end
    from mart.quality_history as h, unnest(from_json(h.failing_rows, '["json"]')) as r (row_json)
    where
        h.run_number = $run_number::integer
        and h.check_kind = 'expectation'
        and h.severity <> 'quarantine'
        and (row_json ->> '$.raw_start') is not null
    qualify row_number() over (partition by h.table_name, h.check_name order by source_path, raw_start, raw_end) <= 5
),

places as (
    from held
    union
    from told
),

texts as (
    select a.content_hash, t.raw_text
    from mart.articles as a
    inner join mart.article_texts as t on t.article_key = a.article_key
    where a.is_current
)

select
    h.table_name,
    h.reason_code,
    h.source_path,
    h.content_hash,
    h.raw_start,
    h.raw_end,
    substr(t.raw_text, greatest(h.raw_start - 120, 0) + 1, least(h.raw_start, 120)) as text_before,
    left(substr(t.raw_text, h.raw_start + 1, h.raw_end - h.raw_start), 600) as span_text,
    substr(t.raw_text, h.raw_end + 1, 120) as text_after
from places as h
inner join texts as t on t.content_hash = h.content_hash
where h.raw_start >= 0 and h.raw_end > h.raw_start and h.raw_end <= len(t.raw_text)
order by h.table_name, h.reason_code, h.source_path, h.raw_start
limit 200;
