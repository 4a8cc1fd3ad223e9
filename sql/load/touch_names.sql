-- The names in the articles of this slice are to be judged anew: those they bore before they were read again, and those
-- they bear now. So it is carried out before and after the facts are written.
insert into core.touched_name by name
select distinct
    entity_type, entity_name, name_scope_of(entity_type, entity_name, article_key) as article_key, false as is_decided
from borne_name
where article_key in (select article_key from staged_version)
except
select entity_type, entity_name, article_key, is_decided from core.touched_name;
