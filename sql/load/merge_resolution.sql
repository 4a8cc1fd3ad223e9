-- resolved_name: entity_name, entity_type, resolved_name, resolved_type, country_code, score, method
-- A judgement that no longer holds is retired and the new one set beside it. What a person decided stands.
create or replace temp table judged_name as
select
    name_key_of(entity_type, entity_name) as name_key,
    entity_name,
    entity_type,
    concat_ws('|', resolved_type, lower(resolved_name)) as entity_id,
    resolved_name,
    resolved_type,
    country_code,
    score,
    method
from resolved_name;

merge into core.dim_entity as known
using (
    select entity_id, min(resolved_name) as entity_name, min(resolved_type) as entity_type, min(country_code) as country_code
    from judged_name
    group by all
) as judged
on known.entity_id = judged.entity_id
when matched and (known.entity_name <> judged.entity_name or known.country_code is distinct from judged.country_code)
    then update set entity_name = judged.entity_name, country_code = judged.country_code
when not matched then
    insert (entity_key, entity_id, entity_name, entity_type, country_code)
    values (
        key_of('entity|' || judged.entity_id), judged.entity_id, judged.entity_name, judged.entity_type, judged.country_code
    );

update core.resolution set retired_at = getvariable('run_started_at')
where retired_at is null
    and decided_by = 'rule'
    and (name_key, entity_key) not in (select (name_key, key_of('entity|' || entity_id)) from judged_name);

-- The same judgement on other grounds is the same judgement: its score must not tell in which order articles came.
update core.resolution set score = judged.score, method = judged.method
from judged_name as judged
where core.resolution.name_key = judged.name_key
    and core.resolution.entity_key = key_of('entity|' || judged.entity_id)
    and core.resolution.retired_at is null
    and core.resolution.decided_by = 'rule'
    and (core.resolution.score is distinct from judged.score or core.resolution.method is distinct from judged.method);

insert into core.resolution by name
select
    name_key,
    entity_name,
    entity_type,
    key_of('entity|' || entity_id) as entity_key,
    score,
    method,
    'rule' as decided_by,
    getvariable('run_started_at') as decided_at,
    null as retired_at,
    getvariable('run_key') as run_key
from judged_name
where name_key not in (select name_key from core.resolution where retired_at is null);
