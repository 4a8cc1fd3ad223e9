-- Rows that one of two warehouses has alone.
select *
from (
    select 'a' as found_in, * from (from rows_a except all from rows_b)
    union all
    select 'b' as found_in, * from (from rows_b except all from rows_a)
)
order by columns(* exclude (found_in)), found_in
limit {limit};
