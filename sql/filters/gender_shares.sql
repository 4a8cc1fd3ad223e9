-- question: Which rows of mart.gender_shares does a named query read? Weeks are whole: those that hold the days given.
select f.*
from mart.gender_shares as f
where true
    -- filter: since
    and f.week_start_on >= date_trunc('week', $since::date)
    -- filter: until
    and f.week_start_on <= $until::date
    -- filter: outlet
    and contains(lower(f.outlet_name), lower($outlet))
