-- Of several spellings of one outlet the first by alphabet stands, so that the order of the files does not matter.
merge into core.dim_outlet as known
using (
    select outlet_id_of(outlet_name) as outlet_id, min(outlet_name) as outlet_name
    from staging.articles
    where outlet_name is not null
    group by all
) as seen
on known.outlet_id = seen.outlet_id
when matched and seen.outlet_name < known.outlet_name then update set outlet_name = seen.outlet_name
when not matched then
    insert (outlet_key, outlet_id, outlet_name)
    values (key_of('outlet|' || seen.outlet_id), seen.outlet_id, seen.outlet_name);
