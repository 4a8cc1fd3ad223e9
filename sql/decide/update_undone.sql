-- undone_decision: decision_key
-- Decisions are taken back. What they put in place of other judgements on names goes, and what they retired then holds
-- again, where nothing has taken its place since.
update core.decision set undone_by = getvariable('decided_by'), undone_at = getvariable('run_started_at')
where undone_at is null and decision_key in (select decision_key from undone_decision);

create or replace temp table undone_moment as
select distinct decided_at from core.decision where decision_key in (select decision_key from undone_decision);

delete from core.resolution
where retired_at is null
    and decided_at in (from undone_moment)
    and (
        name_key in (select name_key from core.resolution where retired_at in (from undone_moment))
        -- a name that stands in no article but was given to a speaker
        or name_key in (select name_key from core.resolution group by name_key having count(*) = 1)
    );

update core.resolution set retired_at = null
where retired_at in (from undone_moment)
    and name_key not in (select name_key from core.resolution where retired_at is null);
