-- question: Which words do outlets use when this person or body speaks?
-- parameters: speaker
-- filters: since until outlet about source_kind min_confidence
select speaker_name, outlet_name, cue_lemma, cue_class, count(*) as quote_count
from mart.quotes
where contains(lower(speaker_name), lower($speaker))
group by speaker_entity_key, speaker_name, outlet_name, cue_lemma, cue_class
order by speaker_name, outlet_name nulls last, quote_count desc, cue_lemma nulls last;
