-- question: Which run was the last that changed anything, when did a name last get another entity, and how often did people decide?
select
    (select max(run_number) from meta.run where state <> 'unchanged') as run_number,
    (select max(greatest(decided_at, coalesce(retired_at, decided_at))) from core.resolution) as resolved_at,
    (select count(*) + count(undone_at) from core.decision) as decision_count;
