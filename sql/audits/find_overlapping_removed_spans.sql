-- severity: block
-- table: core.fact_removed_span
-- reason: No character of the raw text is removed twice.
select article_key, raw_start, raw_end, previous_end
from (
    select
        article_key,
        raw_start,
        raw_end,
        max(raw_end) over (
            partition by article_key order by raw_start, raw_end rows between unbounded preceding and 1 preceding
        ) as previous_end
    from (
        select article_key, raw_start, raw_end from core.fact_removed_span
        union all by name
        select article_key, unnest(pieces, recursive := true) from core.repeated_span
    )
)
where raw_start < previous_end
