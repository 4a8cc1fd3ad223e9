-- question: How often is the extractor right on what people checked, by month, rule and kind of source?
-- stands: until the last change
select
    strftime(reviewed_at, '%Y-%m') as month,
    method,
    source_kind,
    count(*) as checked_count,
    count(*) filter (is_right) as right_count,
    count(*) filter (is_quote and not is_speaker_right) as wrong_speaker_count,
    count(*) filter (is_quote and is_speaker_right and not is_right) as wrong_words_count,
    count(*) filter (not is_quote) as rejected_count
from mart.checked_quotes
group by all
order by all
limit 2000;
