-- question: What did every check of the latest run find, failed ones first?
select table_name, check_name, check_kind, column_name, severity, reason, is_passed, checked_count, failed_count, observed_value
from mart.quality_latest
order by is_passed, severity, failed_count desc nulls last, check_kind desc, table_name, check_name;
