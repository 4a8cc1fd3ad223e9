-- Every quote of a current article, with its source resolved, for telling statements apart.
select
    q.quote_key,
    q.article_key,
    q.quote_type,
    q.quote_text,
    r.entity_key as speaker_entity_key,
    e.entity_name as speaker_name,
    a.published_on,
    a.source_path,
    q.raw_start
from core.fact_quote as q
inner join core.dim_article as a on a.article_key = q.article_key and a.is_current
left join core.resolution as r on r.name_key = q.speaker_name_key and r.retired_at is null
left join core.dim_entity as e on e.entity_key = r.entity_key
where not q.is_cut
order by q.quote_key;
