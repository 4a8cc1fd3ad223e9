-- question: What share of the quotes and quoted words of named persons was women's and men's, week by week?
-- filters: since until outlet
select
    week_start_on,
    sum(quote_count) as quote_count,
    coalesce(sum(quote_count) filter (gender = 'female'), 0) / sum(quote_count) as female_quote_share,
    coalesce(sum(quote_count) filter (gender = 'male'), 0) / sum(quote_count) as male_quote_share,
    coalesce(sum(quote_count) filter (gender = 'other'), 0) / sum(quote_count) as other_quote_share,
    coalesce(sum(quote_count) filter (gender is null), 0) / sum(quote_count) as open_quote_share,
    coalesce(sum(word_count) filter (gender = 'female'), 0) / sum(word_count) as female_word_share,
    coalesce(sum(word_count) filter (gender = 'male'), 0) / sum(word_count) as male_word_share
from mart.gender_shares
group by week_start_on
order by week_start_on nulls last;
