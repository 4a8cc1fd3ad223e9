-- severity: warn
-- table: core.fact_quote
-- reason: A cue that is not in the cue list has no class and drops out of comparisons of wording.
select cue_lemma, count(*) as quote_count
from core.fact_quote
where cue_key = -1
group by cue_lemma
