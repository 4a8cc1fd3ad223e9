-- What mentions tell of the gender of the persons that were touched, those in repeated lines among them.
select
    t.entity_key,
    m.gender,
    m.gender_source,
    m.name_rule is not distinct from 'surname' as is_surname,
    count(*) as mention_count
from touched_entity as t
inner join core.resolution as r on r.entity_key = t.entity_key and r.retired_at is null
inner join core.fact_mention as m on m.name_key = r.name_key and m.gender is not null
group by all
order by all;
