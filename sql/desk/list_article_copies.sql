-- question: Which articles have nearly the same body?
select article_key, headline, outlet_name, published_on
from mart.articles
where is_current
    and article_key <> $key::bigint
    and original_article_key = (select original_article_key from mart.articles where article_key = $key::bigint)
order by published_on nulls last, outlet_name nulls last, article_key
limit 30;
