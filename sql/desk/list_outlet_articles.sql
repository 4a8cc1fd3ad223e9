-- question: What did an outlet publish last?
select article_key, headline, published_on, quote_count
from mart.articles
where is_current and outlet_name = $outlet
order by published_on desc nulls last, quote_count desc, article_key
limit 20;
