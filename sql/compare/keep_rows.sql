-- Rows of a table of one of two warehouses, without the columns that differ from run to run.
create or replace temp table {name} as
select {columns}
from {relation};
