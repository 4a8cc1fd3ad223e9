-- question: Which records and rows were held back?
-- parameters: stage="" reason="" state="" limit=100
select quarantine_key, run_number, state, stage, reason_code, table_name, source_path
from mart.quarantine
where contains(stage, lower($stage)) and contains(lower(reason_code), lower($reason))
    and (state = $state or $state = '')
order by run_number desc, stage, reason_code, source_path, quarantine_key
limit $limit::bigint;
