-- question: What is indexed of every name: its aliases, and how often it is mentioned and quoted?
select r.*, hash(r) as digest
from (
    select
        entity_key,
        entity_name,
        entity_type,
        mention_count,
        quote_count,
        article_count,
        mention_count + 3 * quote_count as size,
        concat_ws(' | ', entity_name, array_to_string(aliases, ' | ')) as text
    from mart.entities
    where entity_type <> 'DESCRIPTION'
) as r;
