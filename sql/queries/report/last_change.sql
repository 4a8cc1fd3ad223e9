-- question: Which run was the last that changed anything, and when did a name last get another entity?
select
    (select max(run_number) from meta.run where state <> 'unchanged') as run_number,
    (select max(greatest(decided_at, coalesce(retired_at, decided_at))) from core.resolution) as resolved_at,
    (select count(*) from core.judgement) as judgement_count;
