-- question: Which quotes of current articles are there to be checked, or were?
-- parameters: id="" speaker="" outlet="" words="" path="" review="" limit=20
with known as (
    select quote_key, article_key, source_path, quote_type, quote_text, speaker_name, source_kind, confidence, review,
        reviewed_by, outlet_name, published_on, headline
    from mart.quotes
    union all by name
    select quote_key, article_key, source_path, quote_type, quote_text, speaker_name, source_kind, confidence,
        'rejected' as review, reviewed_by, outlet_name, published_on, headline
    from mart.rejected_quotes
)
from known
where ($id = '' or starts_with(quote_key::varchar, $id))
    and ($speaker = '' or contains(lower(speaker_name), lower($speaker)))
    and ($outlet = '' or contains(lower(outlet_name), lower($outlet)))
    and ($words = '' or contains(lower(quote_text), lower($words)))
    and ($path = '' or contains(lower(source_path), lower($path)))
    and ($review = '' and ($id <> '' or review is distinct from 'rejected')
        or $review = 'none' and review is null
        or $review = 'any' and review is not null
        or review = $review)
order by published_on desc nulls last, source_path, quote_key
limit $limit::bigint;
