-- severity: block
-- table: core.bridge_article_author
-- reason: The weights of an article's authors sum to 1, so that sums over authors count every article once.
select a.article_key, coalesce(sum(b.weight), 0) as weight_sum
from core.dim_article as a
left join core.bridge_article_author as b using (article_key)
group by a.article_key
having abs(weight_sum - 1) > 1e-9
