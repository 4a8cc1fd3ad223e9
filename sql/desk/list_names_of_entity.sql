-- question: Which names of articles are one person or body?
select name_in_article, sum(mention_count)::bigint as mention_count
from mart.entity_aliases
where entity_key = $key::bigint
group by name_in_article
order by mention_count desc, name_in_article
limit 60;
