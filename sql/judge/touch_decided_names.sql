-- decided_name: entity_type, entity_name
-- Names on which somebody decided, or took a decision back, are to be judged anew.
insert into core.touched_name by name
select distinct entity_type, entity_name, null::bigint as article_key, true as is_decided
from decided_name
except
select entity_type, entity_name, article_key, is_decided from core.touched_name;
