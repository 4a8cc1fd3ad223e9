-- question: Which articles were changed after they were first loaded, and did their headlines or quotes change?
-- parameters: limit=50
-- filters: since until outlet about
-- unfiltered: old
select
    new.outlet_name,
    new.version,
    old.headline as old_headline,
    new.headline,
    old.quote_count as old_quote_count,
    new.quote_count,
    new.source_path
from mart.articles as new
inner join mart.articles as old on old.article_id = new.article_id and old.version = new.version - 1
order by new.run_key, new.source_path, new.version
limit $limit::bigint;
