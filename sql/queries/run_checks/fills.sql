-- question: How many articles of each outlet have a value in each column, in this run and in those before it?
-- parameters: run_number
with filled as (
    unpivot (
        select
            a.outlet_name,
            r.run_number = $run_number::integer as is_current,
            count(*) as article_count,
            count(a.headline) as headline,
            count(a.published_on) as published_on,
            count(*) filter (where len(a.author_names) > 0) as author_names,
            count(a.outlet_name) as outlet_name_given,
            count(a.section) as section,
            count(a.dateline_place) as dateline_place,
            count(a.url) as url,
            count(a.language) as language
        from mart.articles as a
        inner join mart.runs as r on r.run_key = a.run_key
        where r.run_number <= $run_number::integer
        group by all
    )
    on headline, published_on, author_names, outlet_name_given, section, dateline_place, url, language
    into name column_name value filled_count
)

select
    outlet_name,
    is_current,
    if(column_name = 'outlet_name_given', 'outlet_name', column_name) as column_name,
    article_count,
    filled_count
from filled
order by column_name, outlet_name nulls last, is_current;
