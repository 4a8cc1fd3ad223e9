-- severity: block
-- table: core.repeated_span
-- reason: Repeated lines are cut from every article that bears them, with the facts in them, and nothing else is.
with wanted as (
    select l.article_key, l.line_number, r.line_key
    from core.repeated_line as r
    inner join core.article_line as l on l.line_hash = r.line_hash
    inner join core.dim_article as a on a.article_key = l.article_key and a.outlet_key = r.outlet_key
),
held as (
    select article_key, line_number, line_key from core.repeated_span
),
spans as (
    select article_key, clean_start, clean_end from core.repeated_span
)
select 'a line that is not cut' as fault, article_key, line_number as place from (from wanted except from held)
union all
select 'a cut without its line', article_key, line_number from (from held except from wanted)
union all
select 'a mention in a cut line', m.article_key, m.raw_start
from core.fact_mention as m
inner join spans as s on s.article_key = m.article_key and m.clean_start >= s.clean_start and m.clean_end <= s.clean_end
where not m.is_cut
union all
select 'a quote in a cut line', q.article_key, q.raw_start
from core.fact_quote as q
inner join spans as s on s.article_key = q.article_key and q.clean_start >= s.clean_start and q.clean_end <= s.clean_end
where not q.is_cut
union all
select 'a mention cut outside', m.article_key, m.raw_start
from core.fact_mention as m
left join spans as s on s.article_key = m.article_key and m.clean_start >= s.clean_start and m.clean_start < s.clean_end
where m.is_cut and s.article_key is null
union all
select 'a quote cut outside', q.article_key, q.raw_start
from core.fact_quote as q
left join spans as s on s.article_key = q.article_key and q.clean_start >= s.clean_start and q.clean_start < s.clean_end
where q.is_cut and s.article_key is null
