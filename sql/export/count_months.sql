-- Rows of a table by month. {relation}: the table; {month}: its month as an expression
select {month} as published_month, count(*) as row_count
from {relation}
group by published_month
order by published_month nulls last;
