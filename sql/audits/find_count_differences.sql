-- scope: load
-- severity: block
-- table: core
-- reason: Every staged row that passed its checks was loaded, once.
select table_name, staged_count, loaded_count
from (
    select
        'core.dim_article' as table_name,
        (select count(*) from staging.articles) as staged_count,
        (select count(*) from core.dim_article where run_key = getvariable('run_key')) as loaded_count
    union all
    select
        'core.fact_mention',
        (select count(*) from staging.mentions),
        (select count(*) from core.fact_mention where run_key = getvariable('run_key'))
    union all
    select
        'core.fact_quote',
        (select count(*) from staging.quotes),
        (select count(*) from core.fact_quote where run_key = getvariable('run_key'))
    union all
    select
        'core.fact_removed_span',
        (select count(*) from staging.removed_spans),
        (select count(*) from core.fact_removed_span where run_key = getvariable('run_key'))
    union all
    select
        'core.fact_embedded_post',
        (select count(*) from staging.embedded_posts),
        (select count(*) from core.fact_embedded_post where run_key = getvariable('run_key'))
    union all
    select
        'core.fact_entity_role',
        (select count(*) from staging.entity_roles),
        (select count(*) from core.fact_entity_role where run_key = getvariable('run_key'))
)
where staged_count <> loaded_count
