-- question: Which quotes, drawn by chance, are to be checked to know the share of right ones?
-- parameters: count=50 seed=1
with placed as (
    -- In the order of confidence one is taken at equal steps, so each level of confidence has the share that it has among
    -- all; among equal ones chance decides. The same seed draws the same quotes.
    select
        quote_key, confidence, quote_type, source_kind, speaker_name, quote_text, outlet_name, published_on, source_path,
        row_number() over (order by confidence, md5(concat_ws('|', quote_key, $seed))) as place,
        count(*) over () as all_count
    from mart.quotes
    where review is null
)
select * exclude (place, all_count)
from placed
where (place * $count::bigint) // greatest(all_count, $count::bigint) <> ((place - 1) * $count::bigint) // greatest(all_count, $count::bigint)
order by md5(concat_ws('|', quote_key, $seed));
