-- question: How much of each outlet's articles says when, by whom and where it was published?
select
    outlet_name,
    count(*) as article_count,
    count(headline) as headline_count,
    count(published_on) as published_on_count,
    count(*) filter (where len(author_names) > 0) as authors_count,
    count(section) as section_count,
    count(dateline_place) as dateline_place_count,
    count(url) as url_count,
    avg(removed_share) as mean_removed_share,
    avg(quote_count) as mean_quote_count,
    avg(word_count) as mean_word_count
from mart.articles
where is_current
group by outlet_name
order by article_count desc, outlet_name nulls last
limit 100;
