-- Which current articles are near copies of others, made anew from all signatures: it is the same in whatever order and
-- runs the articles came. Half of the runs of words in common is a copy: among 5,000 articles no pair lay between 0.25
-- (two stories with the same standing paragraphs) and 0.9 (agency texts).
create or replace temp table found_copy as
with shared_band as (
    select b.band_hash, count(*) as member_count
    from core.article_band as b
    inner join core.dim_article as a on a.article_key = b.article_key and a.is_current
    group by b.band_hash
    having count(*) > 1
),
told as (
    select
        a.article_key,
        row_number() over (
            order by
                a.published_on nulls last,
                coalesce(list_contains(a.agency_names, o.outlet_name), false) desc,
                a.published_at nulls last,
                s.shingle_count desc,
                a.article_id
        ) as place
    from core.dim_article as a
    inner join core.article_signature as s on s.article_key = a.article_key
    inner join core.dim_outlet as o on o.outlet_key = a.outlet_key
    where a.is_current
),
member as (
    select
        b.band_hash,
        b.article_key,
        t.place,
        s.member_count,
        row_number() over (partition by b.band_hash order by t.place) = 1 as is_first
    from core.article_band as b
    inner join shared_band as s on s.band_hash = b.band_hash
    inner join told as t on t.article_key = b.article_key
),
-- In a crowded band all are compared with the first alone, so that the work stays linear in the articles.
candidate as (
    select distinct later.article_key, earlier.article_key as earlier_article_key, earlier.place as earlier_place
    from member as earlier
    inner join member as later on later.band_hash = earlier.band_hash and later.place > earlier.place
    where earlier.member_count <= 50 or earlier.is_first
)
select
    c.article_key,
    c.earlier_article_key,
    len(list_filter(list_zip(later.signature, earlier.signature), lambda pair: pair[1] = pair[2]))
        / len(later.signature) as similarity,
    c.earlier_place
from candidate as c
inner join core.article_signature as later on later.article_key = c.article_key
inner join core.article_signature as earlier on earlier.article_key = c.earlier_article_key
where similarity >= 0.5;

delete from core.article_copy
where (article_key, earlier_article_key, similarity) not in (
    select (article_key, earlier_article_key, similarity) from found_copy
);

insert into core.article_copy by name
select article_key, earlier_article_key, similarity
from found_copy
where (article_key, earlier_article_key) not in (select (article_key, earlier_article_key) from core.article_copy);

-- The original of a copy of a copy is the one at the end of the chain.
update core.dim_article set original_article_key = judged.original_article_key
from (
    with recursive first_told as (
        select article_key, arg_min(earlier_article_key, earlier_place) as earlier_article_key
        from found_copy
        group by article_key
    ),
    chain as (
        select article_key, earlier_article_key, 1 as step_count from first_told
        union all
        select c.article_key, f.earlier_article_key, c.step_count + 1
        from chain as c
        inner join first_told as f on f.article_key = c.earlier_article_key
    )
    select a.article_key, coalesce(arg_max(c.earlier_article_key, c.step_count), a.article_key) as original_article_key
    from core.dim_article as a
    left join chain as c on c.article_key = a.article_key
    group by a.article_key
) as judged
where core.dim_article.article_key = judged.article_key
    and core.dim_article.original_article_key is distinct from judged.original_article_key;
