-- question: With which classes of words is what they say introduced?
select cue_class, count(*) as quote_count, list(distinct cue_lemma order by cue_lemma) filter (cue_lemma is not null) as cue_lemmas
from mart.quotes
where speaker_entity_key = $key::bigint
group by cue_class
order by quote_count desc, cue_class;
