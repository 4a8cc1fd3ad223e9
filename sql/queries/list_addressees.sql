-- question: Who speaks to whom?
-- parameters: limit=50
-- filters: since until outlet about source_kind min_confidence
select
    speaker_name,
    addressee_name,
    count(*) as quote_count,
    count(distinct outlet_name) as outlet_count,
    arg_min(quote_text, (published_on is null, published_on, quote_key)) as first_quote_text
from mart.quotes
where addressee_name is not null
group by speaker_entity_key, speaker_name, addressee_entity_key, addressee_name
order by quote_count desc, speaker_name nulls last, addressee_name
limit $limit::bigint;
