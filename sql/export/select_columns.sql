-- Columns of every table and view of a warehouse, in their order.
select c.schema_name, c.table_name, c.column_name, c.data_type
from duckdb_columns() as c
where c.database_name = current_database()
    and c.schema_name in ('core', 'mart', 'meta', 'quarantine')
    and not c.internal
order by c.schema_name, c.table_name, c.column_index;
