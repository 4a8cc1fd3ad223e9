-- question: What share of all quotes, and of all quoted words, of named persons do women and men have?
-- filters: since until outlet
select
    coalesce(gender, '(open)') as gender,
    sum(quote_count) as quote_count,
    sum(quote_count) / sum(sum(quote_count)) over () as quote_share,
    sum(word_count) as word_count,
    sum(word_count) / sum(sum(word_count)) over () as word_share
from mart.gender_shares
group by all
order by quote_count desc, gender;
