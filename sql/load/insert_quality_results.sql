-- checked: the columns of meta.quality_result without run_key
insert into meta.quality_result by name
select getvariable('run_key') as run_key, checked.*
from checked;
