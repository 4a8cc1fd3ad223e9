-- What assign_versions decided, split into slices of about getvariable('slice_articles') articles to load. The versions of
-- an article stay together, so that a slice leaves each article whole.
create or replace temp table planned_version as
with
planned as (
    from staged_version
    union all by name
    select
        moved.article_key,
        known.article_id,
        moved.version,
        moved.valid_from,
        moved.valid_to,
        moved.retired_at
    from moved_version as moved
    inner join core.dim_article as known using (article_key)
),
counted as (
    select
        article_id,
        sum(count(content_hash)) over (order by article_id) - count(content_hash) as count_before
    from planned
    group by article_id
)
select
    dense_rank() over (order by count_before // getvariable('slice_articles')) as slice_number,
    planned.*
from planned
inner join counted using (article_id);
