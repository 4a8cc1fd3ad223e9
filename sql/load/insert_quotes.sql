-- Statements are told apart once all quotes are in; until then a quote reports the unknown one.
insert into core.fact_quote by name
select
    key_of(concat_ws('|', 'quote', v.article_key, q.quote_number)) as quote_key,
    case
        when q.parent_quote_number is null then -2
        else key_of(concat_ws('|', 'quote', v.article_key, q.parent_quote_number))
    end as parent_quote_key,
    v.article_key,
    f.outlet_key,
    f.date_key,
    case
        when q.speaker_name is null then -2 else name_key_of(q.speaker_type, q.speaker_name, v.article_key)
    end as speaker_name_key,
    case
        when q.addressee_name is null then -2 else name_key_of(q.addressee_type, q.addressee_name, v.article_key)
    end as addressee_name_key,
    case
        when q.cue_lemma is null then -2
        when c.cue_key is null then -1
        else c.cue_key
    end as cue_key,
    -1 as statement_key,
    q.* exclude (content_hash, parent_quote_number, speaker_members),
    false as is_cut,
    getvariable('run_key') as run_key
from staging.quotes as q
inner join staged_version as v using (content_hash)
inner join core.fact_article as f on f.article_key = v.article_key
left join core.dim_cue as c on c.cue_lemma = q.cue_lemma;
