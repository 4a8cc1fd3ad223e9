-- decided_block: entity_type, entity_name, relation, block, link (of names that somebody decided on; those of one link
--   hang together)
-- From started_name to judged_name_node, the names whose judgement depends on one of these, and to read_name_node, the
-- names that their judgement depends on.
create or replace temp view known_block as
select entity_type, entity_name, relation, block from core.name_block
union all
select entity_type, entity_name, relation, block from replaced_block
union all
select entity_type, entity_name, relation, block from decided_block;

-- Names of the words of one that was touched settle its type anew, and with it the groups that it may be in.
create or replace temp table changed_group as
with alike as (
    select entity_type, entity_name from started_name
    union
    select b.entity_type, b.entity_name
    from known_block as b
    where b.relation = 'words'
        and b.block in (select k.block from known_block as k semi join started_name using (entity_type, entity_name) where k.relation = 'words')
)
select distinct b.block
from known_block as b
semi join alike using (entity_type, entity_name)
where b.relation = 'group';

create or replace temp table judged_name_node as
with member as (
    select entity_type, entity_name from started_name
    union
    select entity_type, entity_name from known_block where relation = 'group' and block in (from changed_group)
),
alike as (
    select entity_type, entity_name from member
    union
    select entity_type, entity_name
    from known_block
    where relation = 'words'
        and block in (select k.block from known_block as k semi join member using (entity_type, entity_name) where k.relation = 'words')
),
asking as (
    select entity_type, entity_name
    from known_block
    where relation = 'asks'
        and block in (select k.block from known_block as k semi join alike using (entity_type, entity_name) where k.relation = 'gives')
)
select entity_type, entity_name from alike
union
select entity_type, entity_name from asking
union
select entity_type, entity_name
from known_block
where relation = 'words'
    and block in (select k.block from known_block as k semi join asking using (entity_type, entity_name) where k.relation = 'words');

-- What a name asks for is told by the one group that gives it. Where several do, two names are enough to know that. An
-- office is told by all who bear it.
create or replace temp table giving_name as
select
    g.block,
    g.entity_type,
    g.entity_name,
    starts_with(g.block, 'office ') or count(distinct m.block) over (partition by g.block) = 1 as is_told,
    dense_rank() over (partition by g.block order by m.block) as group_number,
    row_number() over (partition by g.block, m.block order by g.entity_name) as name_number
from core.name_block as g
inner join core.name_block as m
    on m.entity_type = g.entity_type and m.entity_name = g.entity_name and m.relation = 'group'
where g.relation = 'gives'
    and g.block in (select block from known_block where relation = 'asks')
qualify is_told or (group_number <= 2 and name_number = 1);

create or replace temp table read_name_node as
with recursive asker as (
    select entity_type, entity_name from judged_name_node
    union
    select entity_type, entity_name from core.touched_name
    union
    -- who bears an office may be called by a given name alone, or share the words of such a name
    select alike.entity_type, alike.entity_name
    from asker
    inner join core.name_block as a
        on a.entity_type = asker.entity_type and a.entity_name = asker.entity_name and a.relation = 'asks'
    inner join giving_name as g on g.block = a.block and g.is_told
    inner join core.name_block as w
        on w.entity_type = g.entity_type and w.entity_name = g.entity_name and w.relation = 'words'
    inner join core.name_block as alike on alike.relation = 'words' and alike.block = w.block
),
member as (
    select entity_type, entity_name
    from core.name_block
    where relation = 'group'
        and block in (select k.block from core.name_block as k semi join asker using (entity_type, entity_name) where k.relation = 'group')
),
witness as (
    select g.entity_type, g.entity_name
    from giving_name as g
    where not g.is_told
        and g.block in (select k.block from core.name_block as k semi join asker using (entity_type, entity_name) where k.relation = 'asks')
)
select entity_type, entity_name from judged_name_node
union
select entity_type, entity_name from asker where entity_type <> 'DESCRIPTION'
union
select entity_type, entity_name from member
union
select entity_type, entity_name
from core.name_block
where relation = 'words'
    and block in (select k.block from core.name_block as k semi join member using (entity_type, entity_name) where k.relation = 'words')
union
select entity_type, entity_name from witness;
