-- question: Which articles are the newest?
select article_key, headline, outlet_name, published_on, quote_count
from mart.articles
where is_current
order by published_on desc nulls last, quote_count desc, article_key
limit 10;
