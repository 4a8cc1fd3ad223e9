-- severity: block
-- table: core
-- reason: Every offset lies inside the text it counts, and every span has a length.
with bounds as (
    select article_key, len(raw_text) as raw_length, len(clean_text) as clean_length from core.article_text
)
select 'core.fact_mention' as table_name, m.mention_key as row_key, m.raw_start, m.raw_end
from core.fact_mention as m inner join bounds as b using (article_key)
where m.raw_start < 0 or m.raw_end <= m.raw_start or m.raw_end > b.raw_length
    or m.clean_start < 0 or m.clean_end <= m.clean_start or m.clean_end > b.clean_length
union all
select 'core.fact_entity_role', r.entity_role_key, r.raw_start, r.raw_end
from core.fact_entity_role as r inner join bounds as b using (article_key)
where r.raw_start < 0 or r.raw_end <= r.raw_start or r.raw_end > b.raw_length
    or r.clean_start < 0 or r.clean_end <= r.clean_start or r.clean_end > b.clean_length
union all
select 'core.fact_quote', q.quote_key, q.raw_start, q.raw_end
from core.fact_quote as q inner join bounds as b using (article_key)
where q.raw_start < 0 or q.raw_end <= q.raw_start or q.raw_end > b.raw_length
    or q.clean_start < 0 or q.clean_end <= q.clean_start or q.clean_end > b.clean_length
    or len(q.fragments) = 0 or q.fragments[1].raw_start <> q.raw_start or q.fragments[-1].raw_end <> q.raw_end
union all
select 'core.fact_quote (source)', q.quote_key, q.speaker_raw_start, q.speaker_raw_end
from core.fact_quote as q inner join bounds as b using (article_key)
where q.speaker_raw_start < 0 or q.speaker_raw_end <= q.speaker_raw_start or q.speaker_raw_end > b.raw_length
union all
select 'core.fact_removed_span', s.removed_span_key, s.raw_start, s.raw_end
from core.fact_removed_span as s inner join bounds as b using (article_key)
where s.raw_start < 0 or s.raw_end <= s.raw_start or s.raw_end > b.raw_length
union all
select 'core.fact_embedded_post', p.embedded_post_key, p.raw_start, p.raw_end
from core.fact_embedded_post as p inner join bounds as b using (article_key)
where p.raw_start < 0 or p.raw_end <= p.raw_start or p.raw_end > b.raw_length
