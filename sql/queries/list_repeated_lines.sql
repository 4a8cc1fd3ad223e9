-- question: Which standing lines were learned and cut, of which outlet, and on what evidence?
-- parameters: limit=50
-- filters: outlet
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
order by article_count desc, outlet_name, line_text
limit $limit::bigint;
