-- kind: summary
create or replace view mart.speaker_shares as
select
    outlet_name,
    date_trunc('week', published_on)::date as week_start_on,
    speaker_entity_key,
    speaker_name,
    count(*) as quote_count,
    sum(count(*)) over (partition by outlet_name, week_start_on)::bigint as outlet_quote_count,
    count(*) / outlet_quote_count as quote_share
from mart.quotes
group by outlet_name, week_start_on, speaker_entity_key, speaker_name;

comment on view mart.speaker_shares is 'How much of what an outlet quotes in a week each source says. The shares of an outlet and week sum to 1.';
comment on column mart.speaker_shares.outlet_name is 'Outlet; empty for articles that do not name it.';
comment on column mart.speaker_shares.week_start_on is 'Monday of the week of publication; empty for articles that do not state the day.';
comment on column mart.speaker_shares.speaker_entity_key is 'Source (mart.entities); empty for quotes without a source.';
comment on column mart.speaker_shares.speaker_name is 'Source; empty for quotes without one.';
comment on column mart.speaker_shares.quote_count is 'Quotes of the source.';
comment on column mart.speaker_shares.outlet_quote_count is 'Quotes of all sources in the outlet and week.';
comment on column mart.speaker_shares.quote_share is 'quote_count as a share of outlet_quote_count (0 to 1).';
