-- Decisions of two people on the same subject that say different things, where neither took his back. Of two of one kind
-- the last stands. A rejection stands against all that corrects the quote; who verified a quote said that its words, its
-- speaker and its type are right, until a later correction.
with pair as (
    select s.decision_key as standing_key, o.decision_key as overruled_key
    from standing_decision as s
    inner join standing_decision as o on o.slot = s.slot and not o.is_last and s.is_last
    where o.decided_by <> s.decided_by
        and (o.kind, o.value, o.reason, o.other_type, o.other_name, o.other_article)
        is distinct from (s.kind, s.value, s.reason, s.other_type, s.other_name, s.other_article)
        -- of two names either may come first
        and not (s.kind = o.kind and s.kind in ('entity_same', 'entity_different', 'statement_same', 'statement_different'))
        -- a file may leave open what was verified
        and not (s.kind = 'quote_verified' and o.kind = s.kind and (s.value is null or o.value is null))
    union all
    select
        if(review.kind = 'quote_rejected' or review.decided_at > other.decided_at, review.decision_key, other.decision_key),
        if(review.kind = 'quote_rejected' or review.decided_at > other.decided_at, other.decision_key, review.decision_key)
    from standing_decision as review
    inner join standing_decision as other
        on other.subject_article = review.subject_article
        and other.subject_hash = review.subject_hash
        and other.subject_number = review.subject_number
    where review.is_last
        and other.is_last
        and review.kind in ('quote_verified', 'quote_rejected')
        and other.decided_by <> review.decided_by
        and case
            when other.kind not in ('quote_speaker', 'quote_type', 'quote_text') then false
            when review.kind = 'quote_rejected' then true
            when review.value is null then false
            when other.kind = 'quote_speaker'
                then (other.other_type, other.other_name) is distinct from (review.other_type, review.other_name)
            when other.kind = 'quote_type' then other.value <> review.value
            else other.decided_at > review.decided_at
        end
)
select p.standing_key, p.overruled_key
from pair as p
inner join standing_decision as s on s.decision_key = p.standing_key
inner join standing_decision as o on o.decision_key = p.overruled_key
order by s.decided_at, s.decision_key, o.decided_at, o.decision_key;
