-- grain: migration_number
create table if not exists meta.migration (
    migration_number INTEGER,
    migration_name   VARCHAR,
    applied_at       TIMESTAMP
);

comment on table meta.migration is 'One migration of the schema that this warehouse has gone through.';
comment on column meta.migration.migration_number is 'Number of the migration.';
comment on column meta.migration.migration_name is 'File that holds it.';
comment on column meta.migration.applied_at is 'Moment it was applied (UTC).';
