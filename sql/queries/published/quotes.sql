-- question: What would the quotes of the current articles look like if they were staged today?
-- parameters: slice slices
select
    a.content_hash,
    f.quote_number,
    p.quote_number as parent_quote_number,
    f.quote_type,
    f.quote_text,
    f.raw_start,
    f.raw_end,
    f.clean_start,
    f.clean_end,
    f.fragments,
    f.sentence_number,
    f.speaker_text,
    f.speaker_raw_start,
    f.speaker_raw_end,
    f.speaker_name,
    f.speaker_type,
    f.speaker_rule,
    s.speaker_members,
    f.source_kind,
    f.anonymity_text,
    f.anonymity_reason,
    f.cue,
    f.cue_lemma,
    f.addressee_text,
    f.addressee_name,
    f.addressee_type,
    f.is_denied,
    f.medium,
    f.method,
    f.confidence
from core.fact_quote as f
inner join core.dim_article as a on a.article_key = f.article_key
left join core.fact_quote as p on p.quote_key = f.parent_quote_key
left join (
    select
        quote_key,
        list({'entity_name': speaker_name, 'entity_type': speaker_type} order by speaker_number) as speaker_members
    from core.bridge_quote_speaker
    group by quote_key
    having count(*) > 1
) as s on s.quote_key = f.quote_key
where a.is_current and a.article_key % $slices::integer = $slice::integer
order by a.article_key, f.quote_number;
