-- Which current articles are not compared yet as they are now, and which compared ones are gone or have changed.
create or replace temp table present_article as
select
    a.article_key,
    coalesce(bit_xor(hash(q.quote_key) >> 1), 0)::bigint as content_mark,
    f.story_key = -1 or coalesce(bool_or(q.statement_key = -1), false) as is_open
from core.dim_article as a
inner join core.fact_article as f on f.article_key = a.article_key
left join core.fact_quote as q on q.article_key = a.article_key and not q.is_cut
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
