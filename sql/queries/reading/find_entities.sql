-- question: Which entities bear a name, hold it in one of theirs, or have an ID that begins so?
-- parameters: name="" id="" limit=1000
with matched as (
    select
        *,
        list_transform(list_append(aliases, entity_name), lambda alias: lower(alias)) as names,
        lower(trim($name)) as wanted
    from mart.entities
    where entity_type <> 'DESCRIPTION' or $id <> ''
)
select
    entity_key,
    entity_name,
    entity_type,
    country_code,
    wikidata_id,
    gender,
    gender_source,
    mention_count,
    article_count,
    quote_count,
    aliases,
    lower(entity_name) = wanted or list_contains(names, wanted) as is_exact
from matched
where
    ($id <> '' and starts_with(entity_key::varchar, $id))
    or ($id = '' and wanted <> '' and len(list_filter(names, lambda name: contains(name, wanted))) > 0)
order by is_exact desc, mention_count desc, quote_count desc, entity_name, entity_key
limit $limit::bigint;
