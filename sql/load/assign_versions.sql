-- Which article each staged one is, and which version of it. An article is its url; without one its outlet, headline
-- and day; without those the article that its file held before; and failing all, its content.
-- Content that is the current version already (read again for a new extractor) keeps its version and key.
create or replace temp table staged_version as
with identified as (
    select
        a.content_hash,
        r.root_path,
        a.source_path,
        before_it.article_id as path_article_id,
        case
            when a.url is not null then 'url:' || a.url
            when a.outlet_name is not null and a.headline is not null and a.published_on is not null
                then concat_ws('|', 'article:' || lower(a.outlet_name), lower(a.headline), a.published_on)
            when before_it.article_id is not null then before_it.article_id
            else 'content:' || a.content_hash
        end as article_id,
        case
            when a.url is not null then 'url'
            when a.outlet_name is not null and a.headline is not null and a.published_on is not null
                then 'outlet_headline_date'
            when before_it.article_id is not null then 'path'
            else 'content'
        end as identity_rule,
        coalesce(a.updated_at, a.published_at, a.published_on::timestamp) as told_at
    from staging.articles as a
    inner join staging.source_records as r on r.content_hash = a.content_hash and r.outcome = 'pending'
    left join (
        select root_path, source_path, max(article_id) as article_id
        from core.dim_article
        where is_current
        group by all
    ) as before_it on before_it.root_path = r.root_path and before_it.source_path = a.source_path
),
numbered as (
    select
        i.*,
        now_it.article_key as reread_key,
        now_it.version as reread_version,
        now_it.valid_from as reread_from,
        now_it.run_key as reread_run_key,
        coalesce(latest.version, 0) as latest_version,
        row_number() over (
            partition by i.article_id, now_it.article_key is null
            order by i.told_at nulls first, i.source_path, i.content_hash
        ) as step,
        count(*) over (partition by i.article_id, now_it.article_key is null) as step_count
    from identified as i
    left join core.dim_article as now_it
        on now_it.article_id = i.article_id and now_it.is_current and now_it.content_hash = i.content_hash
    left join (select article_id, max(version)::integer as version from core.dim_article group by all) as latest
        on latest.article_id = i.article_id
)
select
    content_hash,
    root_path,
    source_path,
    article_id,
    identity_rule,
    reread_key is not null as is_reread,
    coalesce(reread_version, latest_version + step)::integer as version,
    coalesce(reread_key, key_of(concat_ws('|', 'article', article_id, latest_version + step))) as article_key,
    -- Versions that arrive in one run follow each other by a microsecond, so that their times neither meet nor part.
    coalesce(reread_from, getvariable('run_started_at') + to_microseconds(step - 1)) as valid_from,
    case
        when reread_key is null and step < step_count then getvariable('run_started_at') + to_microseconds(step)
    end as valid_to
from numbered;

-- A version read again beside a newer one of the same run is no longer current.
update staged_version set valid_to = newer.valid_from
from (select article_id, min(valid_from) as valid_from from staged_version where not is_reread group by all) as newer
where staged_version.is_reread and staged_version.article_id = newer.article_id;
