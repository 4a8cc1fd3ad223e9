-- Rows of a large table, kept so that its months can be written one by one without reading a view again for each.
create or replace temp table exported_row as
select {columns}, {month} as published_month
from {relation};
