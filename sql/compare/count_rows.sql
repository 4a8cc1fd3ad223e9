-- Rows of a table and a sum of their hashes: two tables of the same figures have the same rows, in whatever order.
select count(*) as row_count, coalesce(sum(hash({columns})::hugeint), 0) as hash_sum
from {relation};
