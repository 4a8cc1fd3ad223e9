-- The last migration of the schema that a warehouse has gone through; 0 is the first released schema.
select coalesce(max(migration_number), 0) as schema_version
from meta.migration;
