-- question: What share of the quotes and quoted words of named persons in each outlet is women's, and what share men's?
-- filters: since until outlet
select
    outlet_name,
    sum(quote_count) as quote_count,
    coalesce(sum(quote_count) filter (gender = 'female'), 0) / sum(quote_count) as female_quote_share,
    coalesce(sum(quote_count) filter (gender = 'male'), 0) / sum(quote_count) as male_quote_share,
    coalesce(sum(quote_count) filter (gender = 'other'), 0) / sum(quote_count) as other_quote_share,
    coalesce(sum(quote_count) filter (gender is null), 0) / sum(quote_count) as open_quote_share,
    coalesce(sum(word_count) filter (gender = 'female'), 0) / sum(word_count) as female_word_share,
    coalesce(sum(word_count) filter (gender = 'male'), 0) / sum(word_count) as male_word_share
from mart.gender_shares
group by outlet_name
order by quote_count desc, outlet_name nulls last;
