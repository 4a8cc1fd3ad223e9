-- grain: outlet_key
create table if not exists core.dim_outlet (
    outlet_key  BIGINT,
    outlet_id   VARCHAR,
    outlet_name VARCHAR
);

comment on table core.dim_outlet is 'One outlet; -1 is the unknown outlet.';
comment on column core.dim_outlet.outlet_key is 'Surrogate key: 63-bit hash of outlet_id.';
comment on column core.dim_outlet.outlet_id is 'Natural key: the name in lower case without a leading "the".';
comment on column core.dim_outlet.outlet_name is 'Name; empty for the unknown outlet.';
