-- question: How did this run go?
-- parameters: run_number
select * exclude (run_key)
from mart.runs
where run_number = $run_number::integer;
