-- question: Which standing lines were learned and cut, of which outlet, and on what evidence?
-- parameters: outlet="" limit=50
select
    outlet_name,
    line_text,
    article_count,
    article_share,
    day_count,
    first_published_on,
    last_published_on,
    example_paths
from mart.repeated_lines
where contains(lower(outlet_name), lower($outlet))
order by article_count desc, outlet_name, line_text
limit $limit::bigint;
