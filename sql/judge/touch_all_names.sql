-- Every name is to be judged anew: by other rules than before, or for the first time.
delete from core.name_block;

delete from core.touched_name where not is_decided;

insert into core.touched_name by name
select distinct
    entity_type, entity_name, name_scope_of(entity_type, entity_name, article_key) as article_key, false as is_decided
from borne_name;
