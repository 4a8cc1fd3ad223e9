-- question: What is quoted in one article, where, and whose words are they?
-- parameters: article_key
select
    quote_key,
    quote_type,
    quote_text,
    raw_start,
    raw_end,
    fragments,
    speaker_entity_key,
    speaker_name,
    cue,
    addressee_name,
    medium
from mart.quotes
where article_key = $article_key::bigint
order by raw_start, raw_end desc, quote_key;
