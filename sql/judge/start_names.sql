-- Where choosing the names to judge begins: at those that were touched. What they are bound to an article as
-- descriptions means nothing elsewhere.
create or replace temp table started_name as
select distinct entity_type, entity_name
from core.touched_name
where entity_type <> 'DESCRIPTION' or is_decided;
