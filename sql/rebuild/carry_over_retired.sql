-- Judgements on names that no longer held, of the warehouse before (attached as earlier), and the entities that only they
-- lead to. Those that hold are judged anew.
insert into core.resolution by name from earlier.core.resolution where retired_at is not null;

insert into core.dim_entity by name
from earlier.core.dim_entity
where entity_key in (from core.resolution select entity_key) and entity_key not in (from core.dim_entity select entity_key);
