-- question: Whom and what do they talk about?
with said as materialized (
    select quote_key, article_key, raw_start, raw_end from mart.quotes where speaker_entity_key = $key::bigint
)
select m.entity_key, m.entity_name, m.entity_type, count(distinct s.quote_key) as quote_count
from mart.mentions as m
inner join said as s on m.article_key = s.article_key and m.raw_start >= s.raw_start and m.raw_end <= s.raw_end
where m.article_key in (select article_key from said)
    and m.entity_key <> $key::bigint
    and m.entity_type in ('PERSON', 'ORG', 'GPE', 'LOC', 'NORP', 'FAC', 'EVENT', 'LAW')
group by all
order by quote_count desc, m.entity_name
limit 12;
