-- question: Who or what is this?
select * from mart.entities where entity_key = $key::bigint;
