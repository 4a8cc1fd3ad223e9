-- The names that are judged to be an entity, with what they bring along: mentions and quotes of current articles.
select
    r.entity_type,
    r.entity_name,
    a.article_id,
    coalesce(m.mention_count, 0) as mention_count,
    coalesce(q.quote_count, 0) as quote_count
from core.resolution as r
left join core.dim_article as a on a.article_key = r.article_key
left join (
    select f.name_key, count(*) as mention_count
    from core.fact_mention as f
    inner join core.dim_article as current on current.article_key = f.article_key and current.is_current
    where not f.is_cut and f.name_key in (select name_key from core.resolution where entity_key = $entity_key)
    group by f.name_key
) as m on m.name_key = r.name_key
left join (
    select f.speaker_name_key, count(*) as quote_count
    from mart.quote_versions as f
    inner join core.dim_article as current on current.article_key = f.article_key and current.is_current
    where f.review is distinct from 'rejected'
        and f.speaker_name_key in (select name_key from core.resolution where entity_key = $entity_key)
    group by f.speaker_name_key
) as q on q.speaker_name_key = r.name_key
where r.entity_key = $entity_key and r.retired_at is null
order by mention_count desc, quote_count desc, r.entity_type, r.entity_name, r.name_key;
