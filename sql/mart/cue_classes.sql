-- kind: summary
create or replace view mart.cue_classes as
select
    outlet_name,
    speaker_entity_key,
    speaker_name,
    cue_class,
    count(*) as quote_count,
    sum(count(*)) over (partition by outlet_name, speaker_entity_key)::bigint as speaker_quote_count,
    count(*) / speaker_quote_count as quote_share,
    list(distinct cue_lemma order by cue_lemma) filter (cue_class not in ('none', 'unknown')) as cue_lemmas
from mart.quotes
group by outlet_name, speaker_entity_key, speaker_name, cue_class;

comment on view mart.cue_classes is 'With which class of words each outlet introduces what each source says. The shares of an outlet and source sum to 1.';
comment on column mart.cue_classes.outlet_name is 'Outlet; empty for articles that do not name it.';
comment on column mart.cue_classes.speaker_entity_key is 'Source (mart.entities); empty for quotes without a source.';
comment on column mart.cue_classes.speaker_name is 'Source; empty for quotes without one.';
comment on column mart.cue_classes.cue_class is 'Class of the cue: neutral, assertive, denial, question, directive, evaluation or commitment; none where a quote has no cue, unknown where it is in no list.';
comment on column mart.cue_classes.quote_count is 'Quotes introduced so.';
comment on column mart.cue_classes.speaker_quote_count is 'Quotes of the source in the outlet.';
comment on column mart.cue_classes.quote_share is 'quote_count as a share of speaker_quote_count (0 to 1).';
comment on column mart.cue_classes.cue_lemmas is 'Cues of the class that were used; empty for none and unknown.';
