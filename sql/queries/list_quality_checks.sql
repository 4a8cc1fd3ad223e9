-- question: Which expectations and audits did the latest run pass and fail, and why does each exist?
select
    run_number,
    table_name,
    check_name,
    check_kind,
    column_name,
    severity,
    is_passed,
    checked_count,
    failed_count,
    observed_value,
    reason,
    failing_rows
from mart.quality_latest
order by is_passed, table_name, check_kind, check_name, column_name nulls first;
