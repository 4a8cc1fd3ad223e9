-- question: Who is quoted most in the newest seven days, against the four weeks before?
with latest as (select max(published_on) as newest_on from mart.articles where is_current),
counted as (
    select
        q.speaker_entity_key,
        q.speaker_name,
        count(*) filter (q.published_on > l.newest_on - 7) as quote_count,
        count(distinct q.outlet_name) filter (q.published_on > l.newest_on - 7) as outlet_count,
        count(*) filter (q.published_on <= l.newest_on - 7) / 4 as usual_count
    from mart.quotes as q
    cross join latest as l
    where q.published_on > l.newest_on - 35 and q.speaker_type <> 'DESCRIPTION'
    group by q.speaker_entity_key, q.speaker_name
)
select *
from counted
where quote_count > 0
order by quote_count desc, speaker_name
limit 12;
