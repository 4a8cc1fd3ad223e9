-- How the quotes that somebody decides on are shown now. The speaker is the name that the article gives; where that means
-- something in this article alone, as a description or a surname does, it is the entity that it was judged to be.
-- asked_subject: quote_key
with asked as (
    select
        *,
        name_scope_of(speaker_type, speaker_name, article_key) is not null
        and (has_decided_speaker or quote_key not in (
            select b.quote_key from core.bridge_quote_speaker as b semi join asked_subject using (quote_key) where b.speaker_number > 1
        )) as is_bound
    from mart.quote_versions
    semi join asked_subject using (quote_key)
)
select
    q.quote_key,
    q.raw_start,
    q.review,
    q.quote_type as shown_type,
    coalesce(e.entity_type, q.speaker_type) as speaker_type,
    coalesce(e.entity_name, q.speaker_name) as speaker_name
from asked as q
left join core.resolution as r on q.is_bound and r.name_key = q.speaker_name_key and r.retired_at is null
left join core.dim_entity as e on e.entity_key = r.entity_key and e.entity_key not in (-1, -2);
