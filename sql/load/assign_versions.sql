-- Which article each staged one is, and which version of it. An article is its address, in whatever form (url_id);
-- without one its outlet, headline and day; without those the article that holds its content, the one that its file held
-- before, or a new one.
--
-- The versions of an article stand in the order of the moments they state (last update, else publication), whatever
-- order their files arrive in; where those are equal or unstated, in the order of arrival. A file's newer content always
-- follows its older one. So a late file takes its place in the past and the current version stays.
create or replace temp table staged_version as
with
-- The content each file held last, of each article it held: what is read again when nothing changed.
held_by_path as (
    select
        article_id,
        identity_rule,
        root_path,
        source_path,
        content_hash,
        article_key,
        version,
        valid_from,
        version = max(version) over (partition by article_id) as is_last,
        -- Its file tells something else from this run on.
        coalesce(not list_contains(told.content_hashes, content_hash), false) as is_left
    from core.dim_article
    left join (
        select r.root_path, r.source_path, list(r.content_hash) as content_hashes
        from staging.source_records as r
        semi join staging.articles as a using (content_hash)
        where starts_with(r.outcome, 'pending')
        group by all
    ) as told using (root_path, source_path)
    qualify row_number() over (partition by article_id, root_path, source_path order by version desc) = 1
),
pending as (
    -- The staged row may come from a run that was killed before the file was moved: the record says where it lies now.
    -- Of several files with the content the one that the warehouse holds it from keeps it.
    -- A copy whose original is left behind in this run (pending_copy) comes as it would in the next.
    select
        r.content_hash,
        r.root_path,
        r.source_path,
        bool_or(r.outcome = 'pending_copy') over (partition by r.content_hash) as is_copy
    from staging.source_records as r
    left join held_by_path as held
        on held.root_path = r.root_path and held.source_path = r.source_path and held.content_hash = r.content_hash
    where starts_with(r.outcome, 'pending') or (r.outcome = 'duplicate' and held.article_key is not null)
    qualify
        bool_or(r.outcome <> 'duplicate') over (partition by r.content_hash)
        and row_number() over (
            partition by r.content_hash
            order by held.article_key is null, r.outcome = 'duplicate', r.root_path, r.source_path
        ) = 1
),
identified as (
    select
        a.content_hash,
        p.root_path,
        p.source_path,
        p.is_copy,
        case
            -- Content that is known stays with its article, and a new form of its address leads to it.
            when a.url_id is not null and holder.identity_rule = 'url' then holder.article_id
            when a.url_id is not null then coalesce(same_address.article_id, 'url:' || a.url_id)
            when a.outlet_name is not null and a.headline is not null and a.published_on is not null
                then concat_ws('|', 'article:' || lower(a.outlet_name), lower(a.headline), a.published_on)
            when holder.article_id is not null then holder.article_id
            when before_it.article_id is not null then before_it.article_id
            -- The article that began with this content has moved on to another: this is not its past come back.
            when moved_on.article_id is not null then concat_ws('|', 'content:' || a.content_hash, p.source_path)
            else 'content:' || a.content_hash
        end as article_id,
        case
            when a.url_id is not null then 'url'
            when a.outlet_name is not null and a.headline is not null and a.published_on is not null
                then 'outlet_headline_date'
            when holder.article_id is not null then holder.identity_rule
            when before_it.article_id is not null then 'path'
            else 'content'
        end as identity_rule,
        coalesce(a.updated_at, a.published_at, a.published_on::timestamp) as told_at
    from staging.articles as a
    inner join pending as p using (content_hash)
    left join (
        select root_path, source_path, arg_max(article_id, (valid_from, article_id)) as article_id
        from held_by_path
        group by all
    ) as before_it on before_it.root_path = p.root_path and before_it.source_path = p.source_path
    left join (
        -- Releases before url_id named an article by the form of its address that came first.
        select url_id, min(article_id) as article_id
        from core.dim_article
        where identity_rule = 'url'
        group by url_id
    ) as same_address using (url_id)
    left join (
        -- Files may have changed names: content that the warehouse holds stays with its article.
        select p.content_hash, held.article_id, held.identity_rule
        from pending as p
        inner join held_by_path as held on held.content_hash = p.content_hash and not (p.is_copy and held.is_left)
        qualify row_number() over (
            partition by p.content_hash
            order by
                (held.root_path = p.root_path and held.source_path = p.source_path) desc,
                held.valid_from desc,
                held.article_id
        ) = 1
    ) as holder on holder.content_hash = p.content_hash
    left join (
        select
            article_id,
            count(*) filter (article_id = 'content:' || content_hash) as held_count,
            count(*) filter (article_id = 'content:' || content_hash and not is_left) as kept_count
        from held_by_path
        group by article_id
    ) as moved_on
        on moved_on.article_id = 'content:' || a.content_hash
        and case when p.is_copy then moved_on.kept_count else moved_on.held_count end = 0
),
-- Content read again is what its file held last, what the article holds now, or, under a path new to the article, what
-- another file holds.
matched as (
    select i.*, held.article_key as reread_key, held.version as reread_version, held.valid_from as reread_from
    from identified as i
    left join held_by_path as own
        on own.article_id = i.article_id and own.root_path = i.root_path and own.source_path = i.source_path
    left join held_by_path as held
        on held.article_id = i.article_id and held.content_hash = i.content_hash and not (i.is_copy and held.is_left)
        and (own.article_key is null or own.article_key = held.article_key or held.is_last)
    qualify row_number() over (partition by i.content_hash order by held.version desc) = 1
),
keyed as (
    select
        m.*,
        -- Content that comes back after another (A, B, A) is a version of its own, so its key counts how often it came.
        coalesce(
            m.reread_key,
            key_of(
                concat_ws('|', 'article', m.article_id, m.content_hash)
                || case when came.time_count > 0 then '|' || (came.time_count + 1) else '' end
            )
        ) as article_key
    from matched as m
    left join (
        select article_id, content_hash, count(*) as time_count from core.dim_article group by all
    ) as came on came.article_id = m.article_id and came.content_hash = m.content_hash
),
-- Every version of the articles touched, those of earlier runs among them.
gathered as (
    select
        article_id,
        article_key,
        content_hash,
        root_path,
        source_path,
        told_at,
        null::timestamp as retired_at,
        reread_version as version,
        -- Versions that arrive in one run follow each other by a microsecond, so that their times neither meet nor part.
        coalesce(
            reread_from,
            getvariable('run_started_at') + to_microseconds(
                row_number() over (
                    partition by article_id, reread_key is null order by told_at nulls first, source_path, content_hash
                ) - 1
            )
        ) as arrived_at
    from keyed
    union all by name
    select
        article_id,
        article_key,
        content_hash,
        root_path,
        source_path,
        coalesce(updated_at, published_at, published_on::timestamp) as told_at,
        retired_at,
        version,
        valid_from as arrived_at
    from core.dim_article
    where article_id in (select article_id from keyed) and article_key not in (select article_key from keyed)
),
ordered as (
    select
        * replace (
            row_number() over (
                partition by article_id
                order by told_so_far nulls first, version nulls last, source_path, root_path, content_hash
            )::integer as version
        )
    from (
        select
            *,
            max(told_at) over (
                partition by article_id, root_path, source_path order by version nulls last
                rows between unbounded preceding and current row
            ) as told_so_far
        from gathered
    )
),
-- A version ends before the next begins, also where it was loaded after it.
timed as (
    select
        *,
        min(arrived_at - to_microseconds(version)) over (
            partition by article_id order by version rows between current row and unbounded following
        ) + to_microseconds(version) as valid_from
    from ordered
)
select
    t.article_key,
    t.article_id,
    t.version,
    t.valid_from,
    coalesce(lead(t.valid_from) over (partition by t.article_id order by t.version), t.retired_at) as valid_to,
    case
        when lead(t.version) over (partition by t.article_id order by t.version) is null then t.retired_at
    end as retired_at,
    k.content_hash,
    k.root_path,
    k.source_path,
    k.identity_rule,
    k.reread_key is not null as is_reread
from timed as t
left join keyed as k using (article_key);

-- Versions of earlier runs whose place or time changes; only staged ones are loaded.
create or replace temp table moved_version as
select article_key, version, valid_from, valid_to, retired_at
from staged_version
where content_hash is null;

delete from staged_version where content_hash is null;
