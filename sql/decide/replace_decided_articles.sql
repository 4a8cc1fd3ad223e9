-- root_outlet: outlet_id, root_id, outlet_name (of outlets that are the same, or are called otherwise, as decided)
truncate core.decided_outlet;

insert into core.decided_outlet by name
select o.outlet_key, coalesce(r.outlet_name, root.outlet_name) as outlet_name
from core.dim_outlet as o
inner join root_outlet as r on r.outlet_id = o.outlet_id
left join core.dim_outlet as root on root.outlet_id = r.root_id
where coalesce(r.outlet_name, root.outlet_name) <> o.outlet_name;

truncate core.decided_article;

insert into core.decided_article by name
select
    a.article_key,
    any_value(coalesce(r.outlet_name, root.outlet_name, s.value)) filter (s.kind = 'article_outlet') as outlet_name,
    any_value(try_cast(s.value as date)) filter (s.kind = 'article_date') as published_on,
    any_value(
        case
            when s.value is null then []::varchar[]
            else list_filter(list_transform(string_split(s.value, ';'), lambda name: trim(name)), lambda name: name <> '')
        end
    ) filter (s.kind = 'article_author') as author_names
from standing_decision as s
inner join core.dim_article as a on a.article_id = s.subject_article
left join root_outlet as r on r.outlet_id = outlet_id_of(s.value) and s.kind = 'article_outlet'
left join core.dim_outlet as root on root.outlet_id = coalesce(r.root_id, outlet_id_of(s.value)) and s.kind = 'article_outlet'
where s.kind like 'article%' and s.is_last
group by a.article_key;
