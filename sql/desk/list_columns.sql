-- question: Which views and columns are there to ask?
select c.table_name as view_name, c.column_name, c.data_type, c.comment
from duckdb_columns() as c
where c.schema_name = 'mart' and c.database_name = $catalog
order by c.table_name, c.column_index;
