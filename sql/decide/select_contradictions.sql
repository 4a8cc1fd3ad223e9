-- Decisions of two people on the same subject that say different things, where neither took his back. The last stands.
select
    s.decision_key as standing_key,
    o.decision_key as overruled_key
from standing_decision as s
inner join standing_decision as o on o.slot = s.slot and not o.is_last and s.is_last
where o.decided_by <> s.decided_by
    and (o.kind, o.value, o.reason, o.other_type, o.other_name, o.other_article)
    is distinct from (s.kind, s.value, s.reason, s.other_type, s.other_name, s.other_article)
    -- of two names either may come first
    and not (s.kind = o.kind and s.kind in ('entity_same', 'entity_different', 'statement_same', 'statement_different'))
order by s.decided_at, s.decision_key, o.decided_at;
