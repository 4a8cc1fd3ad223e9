-- What every view of the mart and each of its columns holds; the row without a column is that of the view.
select v.view_name as table_name, null as column_name, null as data_type, v.comment, -1 as column_index
from duckdb_views() as v
where v.database_name = current_database() and v.schema_name = 'mart'
union all
select c.table_name, c.column_name, c.data_type, c.comment, c.column_index
from duckdb_columns() as c
where c.database_name = current_database() and c.schema_name = 'mart'
order by table_name, column_index;
