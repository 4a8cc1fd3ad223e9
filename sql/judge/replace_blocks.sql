-- touched_block: entity_type, entity_name, relation, block
-- Names to be judged anew take the keys they have now, or none where no fact bears them any more. What they had before is
-- kept in replaced_block: what depended on that may come out otherwise too.
create or replace temp table replaced_block as
select b.entity_type, b.entity_name, b.relation, b.block
from core.name_block as b
semi join core.touched_name as t on t.entity_type = b.entity_type and t.entity_name = b.entity_name;

delete from core.name_block
where (entity_type, entity_name) in (select (entity_type, entity_name) from core.touched_name);

insert into core.name_block by name
select *, getvariable('resolver_version') as resolver_version
from touched_block;
