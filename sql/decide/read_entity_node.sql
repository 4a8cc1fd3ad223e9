-- An entity as decisions name it: by its own name and type, and the article where it is a description.
select
    e.entity_key,
    e.entity_type,
    e.entity_name,
    any_value(a.article_id) filter (e.entity_type = 'DESCRIPTION') as article_id,
    coalesce(d.entity_name, e.entity_name) as shown_name
from core.dim_entity as e
left join core.decided_entity as d on d.entity_key = e.entity_key
left join core.resolution as r
    on r.entity_key = e.entity_key and r.retired_at is null
    and r.entity_type = e.entity_type and lower(r.entity_name) = lower(e.entity_name)
left join core.dim_article as a on a.article_key = r.article_key
where e.entity_key = $entity_key and e.entity_key not in (-1, -2)
group by e.entity_key, e.entity_type, e.entity_name, d.entity_name;
