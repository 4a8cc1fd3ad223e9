-- new_decision: the columns of core.decision but for its key
-- What is known already is not added again. Where one of two logs has a decision as undone, it is.
create or replace temp table keyed_decision as
select
    decision_key_of(
        kind,
        [
            subject_type, subject_name, subject_article, subject_hash, subject_number::varchar,
            other_type, other_name, other_article, other_hash, other_number::varchar,
            value, reason
        ],
        decided_by,
        decided_at
    ) as decision_key,
    *
from new_decision
qualify row_number() over (partition by decision_key order by undone_at nulls last) = 1;

update core.decision set undone_by = told.undone_by, undone_at = told.undone_at
from keyed_decision as told
where core.decision.decision_key = told.decision_key
    and core.decision.undone_at is null
    and told.undone_at is not null;

insert into core.decision by name
from keyed_decision
where decision_key not in (select decision_key from core.decision);
