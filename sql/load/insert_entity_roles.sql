insert into core.fact_entity_role by name
select
    key_of(concat_ws('|', 'entity_role', v.article_key, r.raw_start, r.raw_end, r.entity_name)) as entity_role_key,
    v.article_key,
    f.outlet_key,
    f.date_key,
    name_key_of(r.entity_type, r.entity_name, v.article_key) as name_key,
    case
        when r.organization_name is null then -2 else name_key_of('ORG', r.organization_name, v.article_key)
    end as organization_name_key,
    r.* exclude (content_hash),
    getvariable('run_key') as run_key
from staging.entity_roles as r
inner join staged_version as v using (content_hash)
inner join core.fact_article as f on f.article_key = v.article_key;
