-- grain: date_key
create table if not exists core.dim_date (
    date_key        BIGINT,
    date_on         DATE,
    year_number     INTEGER,
    quarter_number  INTEGER,
    month_number    INTEGER,
    month_name      VARCHAR,
    day_number      INTEGER,
    week_start_on   DATE,
    iso_week_number INTEGER,
    weekday_number  INTEGER,
    weekday_name    VARCHAR,
    is_weekend      BOOLEAN
);

comment on table core.dim_date is 'One day; -1 is the unknown day. The days between the first and the last have no gap.';
comment on column core.dim_date.date_key is 'Day as the number yyyymmdd.';
comment on column core.dim_date.date_on is 'The day; empty for the unknown day.';
comment on column core.dim_date.year_number is 'Calendar year.';
comment on column core.dim_date.quarter_number is 'Quarter, 1 to 4.';
comment on column core.dim_date.month_number is 'Month, 1 to 12.';
comment on column core.dim_date.month_name is 'English name of the month.';
comment on column core.dim_date.day_number is 'Day of the month.';
comment on column core.dim_date.week_start_on is 'Monday of the week.';
comment on column core.dim_date.iso_week_number is 'ISO 8601 week.';
comment on column core.dim_date.weekday_number is 'ISO 8601 weekday: 1 is Monday, 7 Sunday.';
comment on column core.dim_date.weekday_name is 'English name of the weekday.';
comment on column core.dim_date.is_weekend is 'Whether the day is a Saturday or Sunday.';
