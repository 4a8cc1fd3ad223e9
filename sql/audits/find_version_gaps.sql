-- severity: block
-- table: core.dim_article
-- reason: The versions of an article follow each other in number and in time without gap or overlap.
select article_id, version, valid_from, valid_to, next_version, next_from
from (
    select
        article_id,
        version,
        valid_from,
        valid_to,
        lead(version) over by_version as next_version,
        lead(valid_from) over by_version as next_from
    from core.dim_article
    window by_version as (partition by article_id order by version)
)
where
    (next_version is not null and (next_version <> version + 1 or valid_to is distinct from next_from))
    or valid_to <= valid_from
