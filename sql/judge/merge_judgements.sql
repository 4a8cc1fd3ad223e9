-- new_judgement: verdict, entity_type, entity_name, other_entity_type, other_entity_name, decided_by, decided_at
-- What is known already is not added again; of two judgements on the same names both stay, and the later stands.
insert into core.judgement by name
select
    key_of(concat_ws(
        '|', 'judgement', entity_type, entity_name, other_entity_type, other_entity_name, decided_at
    )) as judgement_key,
    verdict,
    entity_type,
    entity_name,
    other_entity_type,
    other_entity_name,
    decided_by,
    decided_at
from new_judgement
qualify row_number() over (partition by judgement_key order by verdict, decided_by) = 1
    and judgement_key not in (select judgement_key from core.judgement);
