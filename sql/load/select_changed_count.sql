-- How many article versions the run at hand loaded or closed.
select count(*) as changed_count
from core.dim_article
where run_key = getvariable('run_key') or retired_at = getvariable('run_started_at');
