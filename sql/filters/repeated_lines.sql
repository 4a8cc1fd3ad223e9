-- question: Which repeated lines does a named query read? A condition is left out where its filter is not given.
select f.*
from mart.repeated_lines as f
where true
    -- filter: outlet
    and contains(lower(f.outlet_name), lower($outlet))
