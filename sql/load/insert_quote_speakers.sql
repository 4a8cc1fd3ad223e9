-- A quote without a source has the one that is not applicable with the whole weight, so that sums over sources count
-- every quote.
insert into core.bridge_quote_speaker by name
with listed as (
    select
        key_of(concat_ws('|', 'quote', v.article_key, q.quote_number)) as quote_key,
        v.article_key,
        unnest(q.speaker_members).entity_name as speaker_name,
        unnest(q.speaker_members).entity_type as speaker_type,
        generate_subscripts(q.speaker_members, 1) as place
    from staging.quotes as q
    inner join staged_version as v using (content_hash)
    where len(q.speaker_members) > 1
    union all
    select
        key_of(concat_ws('|', 'quote', v.article_key, q.quote_number)), v.article_key, q.speaker_name, q.speaker_type, 1
    from staging.quotes as q
    inner join staged_version as v using (content_hash)
    where coalesce(len(q.speaker_members), 0) < 2
),
first_place as (
    select quote_key, article_key, speaker_name, speaker_type, min(place) as place
    from listed
    group by all
)
select
    quote_key,
    case
        when speaker_name is null then -2 else name_key_of(speaker_type, speaker_name, article_key)
    end as speaker_name_key,
    row_number() over (partition by quote_key order by place)::integer as speaker_number,
    1.0 / count(*) over (partition by quote_key) as weight,
    speaker_name,
    speaker_type,
    getvariable('run_key') as run_key
from first_place;
