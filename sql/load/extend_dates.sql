-- All days from the first to the last day of publication, so that a join from days shows those without articles too.
insert into core.dim_date
select
    strftime(day, '%Y%m%d')::bigint,
    day,
    year(day),
    quarter(day),
    month(day),
    monthname(day),
    day(day),
    date_trunc('week', day)::date,
    weekofyear(day),
    isodow(day),
    dayname(day),
    isodow(day) >= 6
from (
    select unnest(generate_series(min(first_on), max(last_on), interval 1 day))::date as day
    from (
        select min(published_on) as first_on, max(published_on) as last_on from staging.articles
        union all
        select min(date_on), max(date_on) from core.dim_date
    )
)
where day not in (select date_on from core.dim_date where date_on is not null);
