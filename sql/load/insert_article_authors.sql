-- An article without authors has the unknown one with the whole weight, so that sums over authors count every article.
insert into core.bridge_article_author by name
with listed as (
    select v.article_key, unnest(a.author_names) as author_name, generate_subscripts(a.author_names, 1) as place
    from staging.articles as a
    inner join staged_version as v using (content_hash)
),
first_place as (
    select article_key, key_of('author|' || lower(author_name)) as author_key, min(place) as place
    from listed
    group by all
)
select
    article_key,
    author_key,
    row_number() over (partition by article_key order by place)::integer as author_number,
    1.0 / count(*) over (partition by article_key) as weight,
    getvariable('run_key') as run_key
from first_place
union all by name
select v.article_key, -1 as author_key, 1 as author_number, 1.0 as weight, getvariable('run_key') as run_key
from staging.articles as a
inner join staged_version as v using (content_hash)
where coalesce(len(a.author_names), 0) = 0;
