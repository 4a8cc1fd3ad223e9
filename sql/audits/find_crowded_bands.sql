-- severity: warn
-- table: core.article_band
-- reason: Of more than 50 articles that share a band each is compared with the first alone, so copies among the others can go unseen.
select
    b.band_hash,
    count(*) as member_count,
    (count(*) - 1) * (count(*) - 2) // 2 as uncompared_count
from core.article_band as b
inner join core.dim_article as a on a.article_key = b.article_key and a.is_current
group by b.band_hash
having count(*) > 50
order by member_count desc, b.band_hash
