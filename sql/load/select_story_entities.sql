-- The entities that each current article mentions.
select m.article_key, r.entity_key, m.entity_type, count(*) as mention_count
from core.fact_mention as m
inner join core.dim_article as a on a.article_key = m.article_key and a.is_current
inner join core.resolution as r on r.name_key = m.name_key and r.retired_at is null
where not m.is_cut
group by all
order by all;
