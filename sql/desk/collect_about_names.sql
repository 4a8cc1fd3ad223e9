-- What every quote names, once for the digests and once for the documents of the search index.
create or replace temp table about_name as
select q.quote_key, list(distinct m.entity_name order by m.entity_name) as about_names
from mart.quotes as q
inner join mart.mentions as m
    on m.article_key = q.article_key and m.raw_start >= q.raw_start and m.raw_end <= q.raw_end
where m.entity_type in ('PERSON', 'ORG', 'GPE', 'LOC', 'NORP', 'FAC', 'EVENT', 'LAW', 'PRODUCT', 'WORK_OF_ART')
    and m.entity_key is distinct from q.speaker_entity_key
group by q.quote_key;
