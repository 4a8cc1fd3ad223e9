-- question: What did every expectation and audit of this run find?
-- parameters: run_number
select
    table_name,
    check_name,
    check_kind,
    column_name,
    severity,
    reason,
    is_passed,
    checked_count,
    failed_count,
    observed_value,
    failing_rows
from mart.quality_history
where run_number = $run_number::integer
order by check_kind desc, table_name, check_name;
