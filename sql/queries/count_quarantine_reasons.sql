-- question: What was held back, at which stage and why?
select
    stage,
    reason_code,
    count(*) as record_count,
    max(run_number) as last_run_number,
    arg_max(source_path, (run_number, source_path)) as example_path,
    arg_max(message, (run_number, source_path)) as example_message
from mart.quarantine
group by stage, reason_code
order by record_count desc, stage, reason_code;
