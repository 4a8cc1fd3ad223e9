-- What people decided of outlets: kind, outlet_id of the one, outlet_id of the other, and the name decided. Two that are
-- the same bear the name of the one as its articles write it, unless it was named otherwise.
select
    s.kind,
    outlet_id_of(s.subject_name) as outlet_id,
    outlet_id_of(s.other_name) as other_outlet_id,
    if(s.kind = 'outlet_named', s.value, coalesce(o.outlet_name, s.subject_name)) as outlet_name
from standing_decision as s
left join core.dim_outlet as o on o.outlet_id = outlet_id_of(s.subject_name)
where s.kind in ('outlet_same', 'outlet_named') and s.is_last
order by s.decided_at, s.decision_key;
