-- What a database holds outside staging: columns of tables and views with their comments, and the text of views.
-- kind is column, view column, table or view.
select
    case when v.view_name is null then 'column' else 'view column' end as kind,
    c.schema_name,
    c.table_name,
    c.column_name,
    c.data_type,
    c.comment
from duckdb_columns() as c
left join duckdb_views() as v
    on v.database_name = c.database_name and v.schema_name = c.schema_name and v.view_name = c.table_name
where c.database_name = current_database() and c.schema_name in ('core', 'meta', 'quarantine', 'mart')
union all
select 'table', schema_name, table_name, '', '', comment
from duckdb_tables()
where database_name = current_database() and schema_name in ('core', 'meta', 'quarantine')
union all
-- A database names the schema of a view in its text, a lake does not.
select 'view', schema_name, view_name, '', replace(sql, 'CREATE VIEW mart.', 'CREATE VIEW '), comment
from duckdb_views()
where database_name = current_database() and schema_name = 'mart';
