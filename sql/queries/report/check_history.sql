-- question: How did the checks that failed lately do in the runs up to this one?
-- parameters: run_number
with history as (
    select * from mart.quality_history
    where run_number <= $run_number::integer and run_number > $run_number::integer - 60
)

select run_number, table_name, check_name, severity, is_passed, checked_count, failed_count
from history
where (table_name, check_name) in (select (table_name, check_name) from history where failed_count > 0 or not is_passed)
order by table_name, check_name, run_number desc;
