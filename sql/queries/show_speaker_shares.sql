-- question: What share of all quotes, and of all quoted words, does each speaker have?
-- parameters: limit=20
-- filters: since until outlet about source_kind min_confidence
with chosen as (
    select
        coalesce(speaker_name, '(no source named)') as speaker_name,
        speaker_entity_key,
        len(string_split_regex(trim(quote_text), '\s+')) as word_count
    from mart.quotes
)
select
    speaker_name,
    count(*) as quote_count,
    count(*) / sum(count(*)) over () as quote_share,
    sum(word_count)::bigint as word_count,
    sum(word_count) / sum(sum(word_count)) over () as word_share
from chosen
group by speaker_entity_key, speaker_name
order by quote_count desc, word_count desc, speaker_name
limit $limit::bigint;
