-- severity: block
-- table: core.fact_article
-- reason: The counts of an article are the counts of its facts.
select f.article_key, f.mention_count, m.mention_count as mentions_held, f.quote_count, q.quote_count as quotes_held
from core.fact_article as f
left join (select article_key, count(*) as mention_count from core.fact_mention where not is_cut group by all) as m using (article_key)
left join (select article_key, count(*) as quote_count from core.fact_quote where not is_cut group by all) as q using (article_key)
where f.mention_count <> coalesce(m.mention_count, 0) or f.quote_count <> coalesce(q.quote_count, 0)
