-- question: Which articles quote nobody by name?
-- parameters: limit=50
-- filters: since until outlet about
-- unfiltered: q
select a.published_on, a.outlet_name, a.headline, a.word_count, count(q.quote_key) as quote_count, a.source_path
from mart.articles as a
left join mart.quotes as q on q.article_key = a.article_key
where a.is_current
group by all
having count(*) filter (q.speaker_name is not null and q.speaker_type <> 'DESCRIPTION') = 0
order by a.published_on nulls last, a.outlet_name nulls last, a.source_path
limit $limit::bigint;
