-- The names of each article version and its day: what a surname alone is told by where several bear it.
select distinct m.article_key, m.entity_type, m.entity_name, a.published_on
from core.fact_mention as m
inner join core.dim_article as a using (article_key)
where m.entity_type not in ('DATE', 'MONEY')
union
select q.article_key, q.speaker_type, q.speaker_name, a.published_on
from core.fact_quote as q
inner join core.dim_article as a using (article_key)
where q.speaker_name is not null
order by all;
