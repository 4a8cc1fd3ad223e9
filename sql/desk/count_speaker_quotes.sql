-- question: How often are they quoted, by outlet, by class of cue and by month, and with which words?
with said as materialized (
    select outlet_name, cue_class, cue_lemma, quote_type, date_trunc('month', published_on)::date as month_start_on
    from mart.quotes
    where speaker_entity_key = $key::bigint
)
select
    case
        when grouping(outlet_name) = 0 then 'outlet'
        when grouping(cue_class) = 0 then 'cue'
        else 'month'
    end as part,
    outlet_name,
    cue_class,
    month_start_on,
    count(*) as quote_count,
    count(*) filter (quote_type = 'direct') as direct_count,
    count(*) filter (cue_class = 'assertive') as assertive_count,
    count(*) filter (cue_class = 'denial') as denial_count,
    list(distinct cue_lemma order by cue_lemma) filter (length(cue_lemma) > 1)[:8] as cue_lemmas
from said
group by grouping sets ((outlet_name), (cue_class), (month_start_on))
order by part, if(part = 'month', month_start_on, null), quote_count desc, outlet_name nulls last, cue_class;
