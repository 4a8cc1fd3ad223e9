-- kind: summary
create or replace view mart.statement_omissions as
with moment as (
    -- A day that somebody decided says no hour.
    select
        l.*,
        if(l.published_on is distinct from a.published_on, null, a.published_at) as published_at
    from mart.article_labels as l
    inner join core.dim_article as a on a.article_key = l.article_key
    where l.is_current
),
telling as (
    select
        q.statement_key,
        f.story_key,
        q.outlet_name,
        q.is_copy,
        q.is_certain and q.is_sure_match as is_sure,
        coalesce(a.published_at, a.published_on::timestamp) as told_at,
        a.published_at is null as is_by_day
    from mart.quotes as q
    inner join moment as a on a.article_key = q.article_key
    inner join core.fact_article as f on f.article_key = q.article_key
    where q.statement_key is not null
),
carried as (
    select
        statement_key,
        list(distinct outlet_name order by outlet_name) filter (outlet_name is not null) as carried_by,
        count(distinct outlet_name) filter (is_sure and not is_copy) as sure_outlet_count,
        min(told_at) as first_told_at,
        arg_min(is_by_day, (told_at, not is_by_day)) as is_first_by_day
    from telling
    group by statement_key
),
-- The outlets that tell the story in an article of their own, and when they did.
outlet as (
    select
        f.story_key,
        a.outlet_name,
        list(a.article_key) as article_keys,
        list(coalesce(a.published_at, a.published_on::timestamp)) as times,
        list(a.published_on::timestamp) filter (a.published_at is null) as days
    from moment as a
    inner join core.fact_article as f on f.article_key = a.article_key and f.story_key <> -1
    where a.outlet_name is not null and not a.is_copy
    group by f.story_key, a.outlet_name
),
missing as (
    select distinct
        t.story_key,
        t.statement_key,
        c.carried_by,
        c.sure_outlet_count,
        c.first_told_at,
        c.is_first_by_day,
        o.outlet_name,
        o.article_keys,
        coalesce(
            list_max(list_filter(o.times, lambda told_at: told_at <= c.first_told_at + interval 7 days)), list_min(o.times)
        ) as outlet_told_at,
        o.days
    from telling as t
    inner join carried as c on c.statement_key = t.statement_key
    inner join outlet as o on o.story_key = t.story_key
    where c.sure_outlet_count > 0 and not list_contains(c.carried_by, o.outlet_name)
),
-- The words of wordings and of texts, and what they have in quotation marks.
worded as (
    select
        statement_key,
        translate(lower(quote_text), '’‘', '''''') as words,
        list_transform(
            regexp_extract_all(quote_text, '[“"]([^“”"]{20,300})[”"]', 1),
            lambda span: rtrim(translate(lower(span), '’‘', ''''''), '.,;:!? ')
        ) as marked
    from mart.quotes
    where statement_key in (select statement_key from missing)
),
printed as (
    select
        article_key,
        translate(lower(clean_text), '’‘', '''''') as words,
        list_transform(
            regexp_extract_all(clean_text, '[“"]([^“”"]{20,300})[”"]', 1),
            lambda span: rtrim(translate(lower(span), '’‘', ''''''), '.,;:!? ')
        ) as marked
    from core.article_text
    where article_key in (select unnest(article_keys) from missing)
),
-- What may be it after all: a quote that is a little like it, or words of it in the text.
alike as (
    select mine.statement_key, o.outlet_name
    from (
        select quote_key, other_quote_key from core.quote_pair where not is_repeat
        union all
        select other_quote_key, quote_key from core.quote_pair where not is_repeat
    ) as p
    inner join core.fact_quote as mine on mine.quote_key = p.quote_key and mine.statement_key <> -1
    inner join core.fact_quote as theirs on theirs.quote_key = p.other_quote_key
    inner join mart.article_labels as o on o.article_key = theirs.article_key and o.outlet_name is not null
    union
    select m.statement_key, m.outlet_name
    from (select statement_key, outlet_name, unnest(article_keys) as article_key from missing) as m
    inner join printed as t on t.article_key = m.article_key
    inner join worded as q on q.statement_key = m.statement_key
    where contains(t.words, left(q.words, 40))
        or len(list_filter(q.marked, lambda span: contains(t.words, span))) > 0
        or len(list_filter(t.marked, lambda span: contains(q.words, span))) > 0
),
judged as (
    select *, m.is_first_by_day or list_contains(coalesce(m.days, []), m.outlet_told_at) as is_by_day
    from missing as m
    where not exists (from alike as l where l.statement_key = m.statement_key and l.outlet_name = m.outlet_name)
)
select
    m.story_key,
    y.story_name,
    m.statement_key,
    s.statement_text,
    s.speaker_name,
    s.speaker_entity_key,
    m.outlet_name,
    m.carried_by,
    m.sure_outlet_count,
    m.first_told_at,
    m.outlet_told_at,
    if(m.is_by_day, null, date_diff('minute', m.first_told_at, m.outlet_told_at) / 60) as hours_after,
    case
        when m.first_told_at is null or m.outlet_told_at is null then 'unknown'
        when m.outlet_told_at > m.first_told_at + interval 7 days then 'told_later'
        when m.is_by_day then
            if(m.outlet_told_at::date > m.first_told_at::date, 'left_out', 'told_before')
        else if(m.outlet_told_at >= m.first_told_at + interval 3 hours, 'left_out', 'told_before')
    end as omission
from judged as m
inner join core.dim_story as y on y.story_key = m.story_key
inner join mart.statements as s on s.statement_key = m.statement_key;

comment on view mart.statement_omissions is 'Outlets that tell a story without a statement of it. Copies of other articles count for nobody, and an outlet with a quote that may be the statement, or with its words in the text, is left out.';
comment on column mart.statement_omissions.story_key is 'Story (mart.stories).';
comment on column mart.statement_omissions.story_name is 'Headline that stands for the story.';
comment on column mart.statement_omissions.statement_key is 'Statement (mart.statements), surely found in at least one outlet.';
comment on column mart.statement_omissions.statement_text is 'Wording that stands for the statement.';
comment on column mart.statement_omissions.speaker_name is 'Source; empty where no article names one.';
comment on column mart.statement_omissions.speaker_entity_key is 'Source (mart.entities).';
comment on column mart.statement_omissions.outlet_name is 'Outlet that tells the story without the statement.';
comment on column mart.statement_omissions.carried_by is 'Named outlets that carry it, however surely.';
comment on column mart.statement_omissions.sure_outlet_count is 'Outlets that surely carry it in an article of their own: a quote of at least 0.8 (match_score) that is certain (mart.quotes).';
comment on column mart.statement_omissions.first_told_at is 'First publication of the statement (UTC); the start of its day where no more is known; empty where no article that carries it is dated.';
comment on column mart.statement_omissions.outlet_told_at is 'Last publication of the outlet on the story within seven days, likewise; else its first.';
comment on column mart.statement_omissions.hours_after is 'Hours from the one to the other; empty where either is known by day alone.';
comment on column mart.statement_omissions.omission is 'left_out where the outlet published at least three hours after the first publication, or on a later day where either is known by day alone; told_before where it did not; told_later where it published more than seven days after; unknown where a date is missing.';
