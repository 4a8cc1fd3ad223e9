-- Which current articles are not compared yet as they are now, and which compared ones are gone or have changed. What
-- people decided of an article and its quotes is a part of what it is.
create or replace temp table present_article as
select
    a.article_key,
    xor(
        coalesce(bit_xor(
            if(
                laid.quote_key is null,
                hash(q.quote_key),
                hash(q.quote_key, q.quote_type, q.quote_text, q.raw_start, q.raw_end, q.speaker_type, q.speaker_name)
            ) >> 1
        ), 0),
        xor(coalesce(any_value(d.day_mark), 0), coalesce(any_value(p.pair_mark), 0))
    )::bigint as content_mark,
    f.story_key = -1 or coalesce(bool_or(q.statement_key = -1), false) as is_open
from core.dim_article as a
inner join core.fact_article as f on f.article_key = a.article_key
left join mart.quote_versions as q on q.article_key = a.article_key and q.review is distinct from 'rejected'
left join (
    select quote_key
    from core.decided_quote
    where has_speaker or quote_text is not null or quote_type is not null
) as laid on laid.quote_key = q.quote_key
left join (
    select article_key, hash(published_on) >> 1 as day_mark
    from core.decided_article
    where published_on is not null
) as d on d.article_key = a.article_key
left join (
    select article_key, bit_xor(hash(quote_key, other_quote_key, is_same) >> 1) as pair_mark
    from (
        from core.decided_pair
        union all
        select * replace (other_article_key as article_key)
        from core.decided_pair
        where other_article_key <> article_key
    )
    group by article_key
) as p on p.article_key = a.article_key
where a.is_current
group by a.article_key, f.story_key;

create or replace temp table gone_article as
select j.article_key
from core.judged_article as j
left join present_article as p on p.article_key = j.article_key and p.content_mark = j.content_mark and not p.is_open
where p.article_key is null or j.resolver_version <> getvariable('resolver_version');

create or replace temp table new_article as
select p.article_key, row_number() over (order by p.article_key) - 1 as place
from present_article as p
left join core.judged_article as j on j.article_key = p.article_key
left join gone_article as g on g.article_key = p.article_key
where j.article_key is null or g.article_key is not null;
