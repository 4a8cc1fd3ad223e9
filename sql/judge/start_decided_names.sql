-- decided_block: entity_type, entity_name, relation, block, link
-- What somebody decided on moves whole entities. So where a name that is judged or read hangs together with such names,
-- all of these are judged too, with those who give what they ask for.
insert into started_name
with met as (
    select link
    from decided_block
    semi join read_name_node using (entity_type, entity_name)
    union
    select link
    from decided_block
    semi join core.touched_name using (entity_type, entity_name)
    union
    -- a decision may name an entity that no article calls so
    select link
    from decided_block
    where relation in ('words', 'group')
        and block in (
            select k.block from known_block as k semi join read_name_node using (entity_type, entity_name) where k.relation in ('words', 'group')
        )
    union
    select link
    from decided_block
    where relation = 'asks'
        and block in (
            select k.block from known_block as k semi join read_name_node using (entity_type, entity_name) where k.relation = 'gives'
        )
),
linked as (
    select entity_type, entity_name from decided_block where link in (from met)
    union
    select entity_type, entity_name from core.touched_name where is_decided
)
select entity_type, entity_name from linked
union
select g.entity_type, g.entity_name
from giving_name as g
where g.is_told
    and g.block in (select k.block from known_block as k semi join linked using (entity_type, entity_name) where k.relation = 'asks')
except
select entity_type, entity_name from started_name;
