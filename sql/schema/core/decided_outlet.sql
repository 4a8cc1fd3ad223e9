-- grain: outlet_key
-- references: outlet_key core.dim_outlet
-- required: outlet_name
create table if not exists core.decided_outlet (
    outlet_key  BIGINT,
    outlet_name VARCHAR
);

comment on table core.decided_outlet is 'One outlet that is called otherwise than in its articles, by what people decided. Made anew by each load and each decision.';
comment on column core.decided_outlet.outlet_key is 'The outlet (core.dim_outlet).';
comment on column core.decided_outlet.outlet_name is 'Its name as decided; outlets that are the same share it.';
