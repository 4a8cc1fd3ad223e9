-- question: What did people decide, and where does it stand?
-- parameters: state="" kind="" by="" limit=20
from mart.decisions
where ($state = '' or state = $state)
    and ($kind = '' or starts_with(kind, $kind))
    and ($by = '' or contains(lower(decided_by), lower($by)))
order by decided_at desc, decision_key
limit $limit::bigint;
