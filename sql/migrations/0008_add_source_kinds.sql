-- What a source is was told by its type alone: descriptions stay persons not named until their articles are read again.
alter table core.fact_quote add column source_kind VARCHAR;
alter table core.fact_quote add column anonymity_text VARCHAR;
alter table core.fact_quote add column anonymity_reason VARCHAR;
alter table core.fact_quote add column is_denied BOOLEAN;

update core.fact_quote set
    source_kind = case
        when speaker_name is null then 'none'
        when speaker_type = 'PERSON' then 'person'
        when speaker_type = 'NORP' then 'group'
        when speaker_type in ('WORK_OF_ART', 'LAW') then 'document'
        when speaker_type = 'DESCRIPTION' then 'anonymous'
        else 'organisation'
    end,
    is_denied = coalesce(cue_lemma in ('deny', 'dispute', 'refute', 'rule out') and quote_type <> 'direct', false);
