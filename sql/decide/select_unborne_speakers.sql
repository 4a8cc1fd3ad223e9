-- changed_speaker: entity_type, entity_name, article_key
-- Speakers whose names no fact bears: only such a name is judged by the quotes that people decided are its.
with keyed as (
    select entity_type, entity_name, name_key_of(entity_type, entity_name, article_key) as name_key from changed_speaker
),
borne as (
    select name_key from core.fact_mention where name_key in (select name_key from keyed)
    union all
    select speaker_name_key from core.fact_quote where speaker_name_key in (select name_key from keyed)
    union all
    select addressee_name_key from core.fact_quote where addressee_name_key in (select name_key from keyed)
    union all
    select speaker_name_key from core.bridge_quote_speaker where speaker_name_key in (select name_key from keyed)
    union all
    select name_key from core.fact_entity_role where name_key in (select name_key from keyed)
    union all
    select organization_name_key from core.fact_entity_role where organization_name_key in (select name_key from keyed)
)
select distinct entity_type, entity_name
from keyed
anti join borne using (name_key);
