-- All days from the first to the last day of publication, so that a join from days shows those without articles too.
insert into core.dim_date by name
select
    strftime(day, '%Y%m%d')::bigint as date_key,
    day as date_on,
    year(day) as year_number,
    quarter(day) as quarter_number,
    month(day) as month_number,
    monthname(day) as month_name,
    day(day) as day_number,
    date_trunc('week', day)::date as week_start_on,
    weekofyear(day) as iso_week_number,
    isodow(day) as weekday_number,
    dayname(day) as weekday_name,
    isodow(day) >= 6 as is_weekend
from (
    select unnest(generate_series(min(first_on), max(last_on), interval 1 day))::date as day
    from (
        select min(published_on) as first_on, max(published_on) as last_on from staging.articles
        union all
        select min(date_on), max(date_on) from core.dim_date
    )
)
where day not in (select date_on from core.dim_date where date_on is not null);
