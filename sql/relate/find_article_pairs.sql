-- New articles with all others that share two of their strongest stems and are of about the same days. Blocks do not
-- grow with the warehouse but with what is told in two weeks. An article without a date goes into the blocks of all
-- days; as its day may be any, it has to be more alike.
insert into core.judged_article by name
select n.article_key, p.content_mark, getvariable('resolver_version') as resolver_version
from new_article as n inner join present_article as p on p.article_key = n.article_key;

create or replace temp table new_block as
select s.article_key, s.stem, a.published_on, date_diff('day', date '2000-01-03', a.published_on) // 7 as week
from core.article_stem as s
inner join new_article as n on n.article_key = s.article_key
inner join mart.article_labels as a on a.article_key = s.article_key
where s.stem_rank <= 16;

create or replace temp table article_block as
select s.article_key, s.stem, a.published_on, date_diff('day', date '2000-01-03', a.published_on) // 7 as week
from core.article_stem as s
inner join mart.article_labels as a on a.article_key = s.article_key
where s.stem_rank <= 16 and s.stem in (from new_block select stem);

create or replace temp table candidate as
with shared as (
    select n.article_key as one, o.article_key as other, n.stem
    from (select *, unnest([week - 1, week, week + 1]) as near_week from new_block where week is not null) as n
    inner join article_block as o on o.stem = n.stem and o.week = n.near_week
    where abs(date_diff('day', n.published_on, o.published_on)) <= 7
    union all
    select n.article_key, o.article_key, n.stem
    from new_block as n
    inner join article_block as o on o.stem = n.stem and (n.week is null or o.week is null)
)
select distinct least(one, other) as article_key, greatest(one, other) as other_article_key
from shared
where one <> other
group by one, other
having count(*) >= 2;

-- The stems of one article of each pair come first: planned in one go, the join meets each stem's articles with each
-- other, which is the square of all articles that share a word.
create or replace temp table candidate_stem as
select c.article_key, c.other_article_key, s.stem, s.weight, s.lead_weight, s.headline_weight
from candidate as c
inner join core.article_stem as s on s.article_key = c.article_key;

create or replace temp table new_pair as
with likeness as (
    select
        one.article_key,
        one.other_article_key,
        sum(one.weight::bigint * other.weight) as weight,
        sum(one.lead_weight::bigint * other.lead_weight) as lead_weight,
        least(sum(one.headline_weight), sum(other.headline_weight)) as headline_weight
    from candidate_stem as one
    inner join core.article_stem as other on other.article_key = one.other_article_key and other.stem = one.stem
    group by one.article_key, one.other_article_key
)
select
    p.article_key,
    p.other_article_key,
    p.weight / 1e8 as similarity,
    abs(date_diff('day', a.published_on, b.published_on))::integer as day_count,
    p.lead_weight / 1e8 as lead_similarity,
    p.headline_weight / 1e4 as headline_share
from likeness as p
inner join mart.article_labels as a on a.article_key = p.article_key
inner join mart.article_labels as b on b.article_key = p.other_article_key
where p.weight >= if(day_count is null, 20_000_000, 6_000_000);
