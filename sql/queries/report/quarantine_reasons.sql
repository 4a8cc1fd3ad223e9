-- question: What did this run put into quarantine, by stage and reason, and how much of it were whole records?
-- parameters: run_number
select
    stage,
    reason_code,
    coalesce(table_name, 'records') as table_name,
    table_name is null or table_name = 'articles' as is_record,
    count(*) as quarantined_count,
    arg_min(message, (source_path, quarantine_key)) as example_message
from mart.quarantine
where run_number = $run_number::integer
group by all
order by is_record desc, quarantined_count desc, stage, reason_code, table_name;
