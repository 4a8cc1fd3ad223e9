-- How many rows two warehouses have in common, and how many each has alone; a row that stands twice counts twice.
select
    (select count(*) from rows_a) as row_count_a,
    (select count(*) from rows_b) as row_count_b,
    (select count(*) from (from rows_a except all from rows_b)) as only_a_count,
    (select count(*) from (from rows_b except all from rows_a)) as only_b_count;
