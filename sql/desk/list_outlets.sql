-- question: Which outlets are there, how much do they publish, and when last?
select
    outlet_name,
    count(*) as article_count,
    sum(quote_count)::bigint as quote_count,
    round(sum(quote_count) / nullif(sum(word_count), 0) * 1000, 1) as quotes_per_1000_words,
    count(*) filter (is_copy) as copy_count,
    min(published_on) as first_published_on,
    max(published_on) as last_published_on
from mart.articles
where is_current
group by outlet_name
order by article_count desc, outlet_name nulls last;
