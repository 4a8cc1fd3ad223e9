-- question: Which versions of the article are there, and what changed?
select v.article_key, v.version, v.is_current, v.headline, v.word_count, v.quote_count, c.changed_at, c.quotes_added, c.quotes_removed, c.previous_headline
from mart.articles as v
left join mart.article_changes as c on c.article_key = v.article_key
where v.article_id = (select article_id from mart.articles where article_key = $key::bigint)
order by v.version;
