-- question: Which entities bear a name, or one that holds it?
-- parameters: name
with matched as (
    select
        entity_key,
        entity_name,
        entity_type,
        quote_count,
        mention_count,
        article_count,
        list_transform(list_append(aliases, entity_name), lambda alias: lower(alias)) as names,
        lower(trim($name)) as wanted
    from mart.entities
)
select
    entity_key,
    entity_name,
    entity_type,
    quote_count,
    mention_count,
    article_count,
    case
        when list_contains(names, wanted) then 'name'
        when len(list_filter(names, lambda name: contains(concat(' ', name, ' '), concat(' ', wanted, ' ')))) > 0 then 'words'
        else 'letters'
    end as match
from matched
where wanted <> '' and len(list_filter(names, lambda name: contains(name, wanted))) > 0
order by
    case match when 'name' then 1 when 'words' then 2 else 3 end,
    quote_count desc,
    mention_count desc,
    entity_name,
    entity_key;
