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
    f.cue,
    f.cue_lemma,
    f.addressee_text,
    f.addressee_name,
    f.addressee_type,
    f.medium,
    f.method,
    f.confidence
from core.fact_quote as f
inner join core.dim_article as a on a.article_key = f.article_key
left join core.fact_quote as p on p.quote_key = f.parent_quote_key
where a.is_current and a.article_key % $slices::integer = $slice::integer
order by a.article_key, f.quote_number;
