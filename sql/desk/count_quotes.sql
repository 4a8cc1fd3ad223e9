-- question: How many quotes, articles, speakers or outlets, by what?
select
    case $by
        when 'day' then published_on::varchar
        when 'week' then date_trunc('week', published_on)::date::varchar
        when 'month' then date_trunc('month', published_on)::date::varchar
        when 'outlet' then outlet_name
        when 'speaker' then speaker_name
        when 'type' then quote_type
        when 'cue' then cue_class
        when 'addressee' then addressee_name
    end as label,
    case $measure
        when 'quotes' then count(*)
        when 'articles' then count(distinct article_key)
        when 'speakers' then count(distinct speaker_entity_key)
        when 'outlets' then count(distinct outlet_name)
        when 'statements' then count(distinct statement_key)
    end as count
from mart.quotes
where ($speaker = '' or contains(lower(speaker_name), lower($speaker)))
    and ($outlet = '' or outlet_name = $outlet)
    and ($since = '' or published_on >= try_cast($since as date))
    and ($until = '' or published_on <= try_cast($until as date))
    and ($by not in ('day', 'week', 'month') or published_on is not null)
    and ($by <> 'speaker' or speaker_name is not null)
    and ($by <> 'addressee' or addressee_name is not null)
group by 1
order by if($by in ('day', 'week', 'month'), label, null), count desc, label nulls last
limit 2000;
