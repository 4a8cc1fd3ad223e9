-- question: How does each outlet introduce what people say: with a plain "said" or with a loaded "claimed"?
-- filters: since until outlet about source_kind min_confidence
select
    outlet_name,
    cue_class,
    count(*) as quote_count,
    count(*) / sum(count(*)) over (partition by outlet_name) as quote_share,
    array_to_string(list_slice(list(distinct cue_lemma order by cue_lemma), 1, 8), ', ') as cues
from mart.quotes
group by outlet_name, cue_class
order by outlet_name nulls last, quote_count desc, cue_class;
