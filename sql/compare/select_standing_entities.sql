-- Entities that a judgement which holds leads to, and the special members.
from core.dim_entity
where entity_key < 0 or entity_key in (select entity_key from core.resolution where retired_at is null)
