-- question: What would the quotes of the current articles look like if they were staged today?
-- parameters: slice slices
select
    a.content_hash,
    p.quote_number as parent_quote_number,
    s.speaker_members,
    f.*
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
