-- The books of a rebuild that did not succeed, from its file (attached as failed) into the warehouse that stays.
create or replace temp table unknown_run as
select run_key from failed.meta.run where run_key not in (from meta.run select run_key);

insert into meta.run by name from failed.meta.run where run_key in (from unknown_run);
insert into meta.quality_result by name from failed.meta.quality_result where run_key in (from unknown_run);
