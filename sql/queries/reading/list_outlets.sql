-- question: Which outlets are there, by name or a part of one?
-- parameters: name="" limit=1000
from mart.outlets
where outlet_name is not null
    and ($name = ''
        or contains(lower(outlet_name), lower($name))
        or len(list_filter(names_in_articles, lambda spelling: contains(lower(spelling), lower($name)))) > 0)
order by article_count desc, outlet_name
limit $limit::bigint;
