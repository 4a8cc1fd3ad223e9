create or replace view mart.entity_roles as
select
    f.article_key,
    a.source_path,
    f.raw_start,
    f.raw_end,
    f.role_text,
    r.entity_key,
    coalesce(called.entity_name, e.entity_name) as entity_name,
    coalesce(body_called.entity_name, body.entity_name) as organization_name,
    body.entity_key as organization_entity_key,
    f.country_code,
    f.role_rule,
    f.role_group,
    a.outlet_name,
    a.published_on
from core.fact_entity_role as f
inner join mart.article_labels as a on a.article_key = f.article_key and a.is_current
left join core.cut_text as t on t.article_key = f.article_key
left join core.resolution as r on r.name_key = f.name_key and r.retired_at is null
left join core.dim_entity as e on e.entity_key = r.entity_key
left join core.decided_entity as called on called.entity_key = r.entity_key
left join core.resolution as body_judged on body_judged.name_key = f.organization_name_key and body_judged.retired_at is null
left join core.dim_entity as body on body.entity_key = body_judged.entity_key
left join core.decided_entity as body_called on body_called.entity_key = body_judged.entity_key
-- no role that stands in a repeated line that was cut
where len(list_filter(
    coalesce(t.spans, []), lambda span: span.clean_start <= f.clean_start and f.clean_end <= span.clean_end
)) = 0;

comment on view mart.entity_roles is 'What current articles call persons beside their names: office, work or kinship, with the body and country it names.';
comment on column mart.entity_roles.article_key is 'Article version (mart.articles).';
comment on column mart.entity_roles.source_path is 'Path of the file below the ingested root, with #record behind it for a record of a file.';
comment on column mart.entity_roles.raw_start is 'First code point in the raw text.';
comment on column mart.entity_roles.raw_end is 'Code point behind the last in the raw text.';
comment on column mart.entity_roles.role_text is 'The role as it stands.';
comment on column mart.entity_roles.entity_key is 'Person who bears it (mart.entities).';
comment on column mart.entity_roles.entity_name is 'Name of the person.';
comment on column mart.entity_roles.organization_name is 'Organisation that the role names, resolved.';
comment on column mart.entity_roles.organization_entity_key is 'That organisation (mart.entities).';
comment on column mart.entity_roles.country_code is 'ISO 3166-1 alpha-2 code of the country that the role names.';
comment on column mart.entity_roles.role_rule is 'How the role stands by the name: before, apposition or predicate.';
comment on column mart.entity_roles.role_group is 'Kind of the role: politician, spokesperson, official, law, security, business, expert, media, culture, faith, relative or citizen; empty where its noun fits none or several.';
comment on column mart.entity_roles.outlet_name is 'Outlet of the article.';
comment on column mart.entity_roles.published_on is 'Day of publication.';
