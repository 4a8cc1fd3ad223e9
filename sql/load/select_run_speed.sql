-- What the last ten runs that loaded anything took, and how much they loaded.
select sum(date_diff('millisecond', started_at, finished_at)) / 1000 as run_seconds, sum(loaded_count) as loaded_count
from (
    from meta.run
    where state = 'published' and loaded_count > 0 and finished_at is not null
    order by run_number desc
    limit 10
);
