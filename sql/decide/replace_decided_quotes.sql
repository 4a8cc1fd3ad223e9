-- located_text: decision_key, quote_key, fragments (where decided words stand)
truncate core.decided_quote;

insert into core.decided_quote by name
with laid as (
    select p.quote_key, p.article_key, s.*, l.fragments, s.kind = 'quote_verified' and s.value is not null as has_shown
    from standing_decision as s
    inner join placed_quote as p on p.decision_key = s.decision_key
    left join located_text as l on l.decision_key = s.decision_key and l.quote_key = p.quote_key
    where s.kind like 'quote%' and (s.kind <> 'quote_text' or l.fragments is not null)
),
told as (
    select
        quote_key,
        article_key,
        case
            when bool_or(kind = 'quote_rejected') then 'rejected'
            when arg_max(kind, (decided_at, decision_key)) = 'quote_verified' then 'verified'
            else 'corrected'
        end as review,
        any_value(reason) filter (kind = 'quote_rejected') as reject_reason,
        arg_max_null(comment, (decided_at, decision_key)) as comment,
        arg_max(decided_by, (decided_at, decision_key)) as reviewed_by,
        max(decided_at) as reviewed_at,
        arg_max(value, (decided_at, decision_key)) filter (kind = 'quote_type' or has_shown) as quote_type,
        any_value(value) filter (kind = 'quote_text') as quote_text,
        any_value(fragments) filter (kind = 'quote_text') as fragments,
        arg_max(
            {'is_shown': has_shown, 'entity_type': other_type, 'entity_name': other_name}, (decided_at, decision_key)
        ) filter (kind = 'quote_speaker' or has_shown) as speaker
    from laid
    group by quote_key, article_key
),
named as (
    select
        t.* replace (nullif(t.quote_type, f.quote_type) as quote_type),
        case
            when t.speaker.entity_name is null then -2
            else name_key_of(t.speaker.entity_type, t.speaker.entity_name, t.article_key)
        end as decided_name_key,
        -- who verified a quote decided on its speaker as it was shown, which need not be said while it is found so
        t.speaker is not null and (not t.speaker.is_shown or decided_name_key <> f.speaker_name_key) as has_speaker,
        t.speaker.is_shown and t.speaker.entity_type = f.speaker_type as is_kind_found
    from told as t
    inner join core.fact_quote as f on f.quote_key = t.quote_key
)
select
    * exclude (speaker, decided_name_key, is_kind_found),
    if(has_speaker, decided_name_key, -2) as speaker_name_key,
    if(has_speaker, speaker.entity_name, null) as speaker_name,
    if(has_speaker, speaker.entity_type, null) as speaker_type,
    if(has_speaker and not coalesce(is_kind_found, false), source_kind_of(speaker.entity_type), null) as source_kind
from named;

-- A quote that is rejected reports nothing, as if it had not been found.
update core.fact_quote set statement_key = -1, match_score = null
where quote_key in (select quote_key from core.decided_quote where review = 'rejected')
    and (statement_key <> -1 or match_score is not null);

truncate core.decided_pair;

insert into core.decided_pair by name
select
    least(one.quote_key, other.quote_key) as quote_key,
    if(one.quote_key < other.quote_key, one.article_key, other.article_key) as article_key,
    greatest(one.quote_key, other.quote_key) as other_quote_key,
    if(one.quote_key < other.quote_key, other.article_key, one.article_key) as other_article_key,
    s.kind = 'statement_same' as is_same
from standing_decision as s
inner join placed_quote as one on one.decision_key = s.decision_key and one.is_current
inner join placed_other as other on other.decision_key = s.decision_key and other.is_current
where s.kind in ('statement_same', 'statement_different') and one.quote_key <> other.quote_key
qualify row_number() over (
    partition by least(one.quote_key, other.quote_key), greatest(one.quote_key, other.quote_key)
    order by s.decided_at desc, s.decision_key desc
) = 1;
