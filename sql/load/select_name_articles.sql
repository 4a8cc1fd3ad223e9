-- contested_name: entity_name; asking_article: article_key
-- The names of each article version that names one of these persons, and its day: what a surname alone is told by where
-- several bear it. Of articles that ask who bears an office too, for their day.
with chosen as (
    select article_key from core.fact_mention
    where entity_type = 'PERSON' and entity_name in (select entity_name from contested_name)
    union
    select article_key from core.fact_quote
    where speaker_type = 'PERSON' and speaker_name in (select entity_name from contested_name)
    union
    select article_key from asking_article
)
select m.article_key, m.entity_type, m.entity_name, a.published_on
from core.fact_mention as m
semi join chosen using (article_key)
inner join core.dim_article as a using (article_key)
where m.entity_type not in ('DATE', 'MONEY')
union
select q.article_key, q.speaker_type, q.speaker_name, a.published_on
from core.fact_quote as q
semi join chosen using (article_key)
inner join core.dim_article as a using (article_key)
where q.speaker_name is not null
order by all;
