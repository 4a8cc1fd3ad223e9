-- resolved_name: entity_name, entity_type, article_key, resolved_name, resolved_type, resolved_article_key, country_code, wikidata_id, score,
--   method, evidence, decided_by, decided_at
-- A judgement that no longer holds is retired and the new one set beside it. Names that are not in the frame keep theirs,
-- but for those that were touched: no fact bears them any more. None is touched behind this.
create or replace temp table judged_name as
select
    name_key_of(entity_type, entity_name, article_key) as name_key,
    entity_name,
    entity_type,
    article_key,
    concat_ws(
        '|', resolved_type, lower(resolved_name),
        case when resolved_type = 'DESCRIPTION' then coalesce(resolved_article_key, article_key) end
    ) as entity_id,
    resolved_name,
    resolved_type,
    country_code,
    wikidata_id,
    score,
    method,
    evidence,
    coalesce(decided_by, 'rule') as decided_by,
    coalesce(decided_at, getvariable('run_started_at')) as decided_at
from resolved_name;

merge into core.dim_entity as known
using (
    select
        entity_id,
        min(resolved_name) as entity_name,
        min(resolved_type) as entity_type,
        min(country_code) as country_code,
        min(wikidata_id) as wikidata_id
    from judged_name
    group by all
) as judged
on known.entity_id = judged.entity_id
when matched
    and (
        known.entity_name <> judged.entity_name
        or known.country_code is distinct from judged.country_code
        or known.wikidata_id is distinct from judged.wikidata_id
    )
    then update set
        entity_name = judged.entity_name, country_code = judged.country_code, wikidata_id = judged.wikidata_id
when not matched then
    insert (entity_key, entity_id, entity_name, entity_type, country_code, wikidata_id)
    values (
        key_of('entity|' || judged.entity_id),
        judged.entity_id,
        judged.entity_name,
        judged.entity_type,
        judged.country_code,
        judged.wikidata_id
    );

update core.resolution set retired_at = getvariable('run_started_at')
where retired_at is null
    and (
        name_key in (
            select judged.name_key
            from judged_name as judged
            where judged.name_key = core.resolution.name_key
                and (
                    key_of('entity|' || judged.entity_id) <> core.resolution.entity_key
                    or judged.decided_by <> core.resolution.decided_by
                )
        )
        or (
            name_key in (
                select name_key_of(entity_type, entity_name, article_key)
                from core.touched_name
            )
            and name_key not in (select name_key from judged_name)
        )
    );

-- The same judgement on other grounds is the same judgement: its score must not tell in which order articles came.
update core.resolution set score = judged.score, method = judged.method, evidence = judged.evidence
from judged_name as judged
where core.resolution.name_key = judged.name_key
    and core.resolution.retired_at is null
    and (core.resolution.score, core.resolution.method, core.resolution.evidence)
    is distinct from (judged.score, judged.method, judged.evidence);

insert into core.resolution by name
select
    name_key,
    entity_name,
    entity_type,
    key_of('entity|' || entity_id) as entity_key,
    score,
    method,
    decided_by,
    decided_at,
    null as retired_at,
    getvariable('run_key') as run_key,
    article_key,
    evidence
from judged_name
where name_key not in (select name_key from core.resolution where retired_at is null);

delete from core.touched_name;
