create or replace view mart.mentions as
select
    m.mention_key,
    m.article_key,
    a.source_path,
    m.raw_start,
    m.raw_end,
    m.clean_start - m.cut_char_count as clean_start,
    m.clean_end - m.cut_char_count as clean_end,
    m.sentence_number - m.cut_sentence_count as sentence_number,
    m.is_headline,
    m.mention_text,
    m.entity_type,
    m.model_label,
    m.entity_name as name_in_article,
    r.entity_key,
    coalesce(called.entity_name, e.entity_name) as entity_name,
    m.gender,
    m.gender_source,
    a.outlet_name,
    a.published_on
from (
    select
        f.*,
        -- what repeated lines cut in front of the mention took away
        list_filter(t.spans, lambda span: span.clean_end <= f.clean_start) as before,
        coalesce(list_sum(list_transform(before, lambda span: span.clean_end - span.clean_start + 2)), 0)::integer
            as cut_char_count,
        coalesce(list_sum(list_transform(before, lambda span: span.sentence_count)), 0)::integer as cut_sentence_count
    from core.fact_mention as f
    left join core.cut_text as t on t.article_key = f.article_key
    where not f.is_cut
) as m
inner join mart.article_labels as a on a.article_key = m.article_key and a.is_current
left join core.resolution as r on r.name_key = m.name_key and r.retired_at is null
left join core.dim_entity as e on e.entity_key = r.entity_key
left join core.decided_entity as called on called.entity_key = r.entity_key;

comment on view mart.mentions is 'Mentions of named things in current articles, with the entity each was resolved to.';
comment on column mart.mentions.mention_key is 'Surrogate key of the mention.';
comment on column mart.mentions.article_key is 'Article version (mart.articles).';
comment on column mart.mentions.source_path is 'Path of the file below the ingested root, with #record behind it for a record of a file.';
comment on column mart.mentions.raw_start is 'First code point in the raw text.';
comment on column mart.mentions.raw_end is 'Code point behind the last in the raw text.';
comment on column mart.mentions.clean_start is 'First code point in the clean text.';
comment on column mart.mentions.clean_end is 'Code point behind the last in the clean text.';
comment on column mart.mentions.sentence_number is 'Sentence of the clean text, counted from 0.';
comment on column mart.mentions.is_headline is 'Whether the mention stands in the headline.';
comment on column mart.mentions.mention_text is 'The mention as it stands.';
comment on column mart.mentions.entity_type is 'Type of the thing named (OntoNotes).';
comment on column mart.mentions.model_label is 'Label the language model gave the span.';
comment on column mart.mentions.name_in_article is 'Fullest name the same article gives the thing.';
comment on column mart.mentions.entity_key is 'Entity (mart.entities).';
comment on column mart.mentions.entity_name is 'Name of the entity.';
comment on column mart.mentions.gender is 'Gender that the words around this mention tell of the person; empty where they tell none. mart.entities has the person''s own.';
comment on column mart.mentions.gender_source is 'Which words tell it: stated (the text says it), pronoun, title or noun.';
comment on column mart.mentions.outlet_name is 'Outlet of the article.';
comment on column mart.mentions.published_on is 'Day of publication.';
