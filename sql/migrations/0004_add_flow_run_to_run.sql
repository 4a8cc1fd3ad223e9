-- A run that a kill left behind is closed in Prefect too, which needs to know which one it was.
alter table meta.run add column flow_run_id VARCHAR;

comment on column meta.run.flow_run_id is 'Flow run of Prefect that the run was; empty where it ran without Prefect.';
