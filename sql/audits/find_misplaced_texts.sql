-- severity: block
-- table: core
-- reason: What the run stored as the text of a span is what stands at its offsets, white space folded.
select 'core.fact_mention' as table_name, m.mention_key as row_key, m.mention_text as stored_text
from core.fact_mention as m inner join core.article_text as t using (article_key)
where m.run_key = getvariable('run_key')
    and fold_space(t.raw_text[m.raw_start + 1 : m.raw_end]) <> fold_space(m.mention_text)
union all
select 'core.fact_removed_span', s.removed_span_key, s.removed_text
from core.fact_removed_span as s inner join core.article_text as t using (article_key)
where s.run_key = getvariable('run_key')
    and fold_space(t.raw_text[s.raw_start + 1 : s.raw_end]) <> fold_space(s.removed_text)
union all
select 'core.fact_quote', q.quote_key, q.quote_text
from core.fact_quote as q inner join core.article_text as t using (article_key)
where q.run_key = getvariable('run_key')
    and q.clean_start is not null
    and fold_space(array_to_string([t.raw_text[f.raw_start + 1 : f.raw_end] for f in q.fragments], ' '))
    <> fold_space(q.quote_text)
