-- question: Which current article has this key, path or address?
-- parameters: place
with matched as (
    select
        article_key,
        source_path,
        headline,
        case
            when $place in (article_key::varchar, article_id, source_path, url) then 1
            when ends_with($place, concat('/', source_path)) or ends_with(source_path, concat('/', $place)) then 2
            when ends_with(source_path, concat('#', $place)) then 2
            when contains(lower(source_path), lower($place)) then 3
        end as match_rank
    from mart.articles
    where is_current
)
select article_key, source_path, headline
from matched
where match_rank is not null and $place <> ''
qualify match_rank = min(match_rank) over ()
order by source_path, article_key
limit 6;
