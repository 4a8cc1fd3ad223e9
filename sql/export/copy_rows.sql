-- All rows of a table to a file, in an order that is always the same.
copy (
    select {columns}
    from {relation}
    where {condition}
    order by all
) to '{path}' ({options});
