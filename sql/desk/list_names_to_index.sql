-- question: What is indexed of every name: its aliases, and how often it is mentioned and quoted?
select r.*, hash(r) as digest
from (
    select
        e.*,
        e.mention_count + 3 * e.quote_count as size,
        concat_ws(' | ', e.entity_name, array_to_string(e.aliases, ' | ')) as text
    from mart.entities as e
    where e.entity_type <> 'DESCRIPTION'
) as r;
