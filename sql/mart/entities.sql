create or replace view mart.entities as
select
    e.entity_key,
    coalesce(called.entity_name, e.entity_name) as entity_name,
    e.entity_type,
    list(distinct n.name_text order by n.name_text) as aliases,
    sum(n.mention_count)::bigint as mention_count,
    count(distinct n.article_key) as article_count,
    sum(n.quote_count)::bigint as quote_count,
    e.country_code,
    coalesce(called.wikidata_id, e.wikidata_id) as wikidata_id,
    g.gender,
    g.gender_source,
    g.gender_share
from core.dim_entity as e
inner join (
    select entity_key, mention_text as name_text, article_key, count(*) as mention_count, 0 as quote_count
    from mart.mentions
    group by all
    union all
    select speaker_entity_key, speaker_name, article_key, 0, count(*)
    from (
        select quote_key, speaker_entity_key, speaker_name, article_key
        from mart.quotes
        where speaker_entity_key is not null
        union
        select quote_key, speaker_entity_key, speaker_name, article_key
        from mart.quote_speakers
    )
    group by all
) as n on n.entity_key = e.entity_key
left join core.decided_entity as called on called.entity_key = e.entity_key
left join mart.person_genders as g on g.entity_key = e.entity_key
group by e.entity_key, e.entity_name, e.entity_type, e.country_code, e.wikidata_id, called.entity_name, called.wikidata_id, g.gender, g.gender_source, g.gender_share;

comment on view mart.entities is 'Named things and described sources of current articles, with every name they bear. A description is one entity in its article and another elsewhere.';
comment on column mart.entities.entity_key is 'Surrogate key of the entity.';
comment on column mart.entities.entity_name is 'Fullest usual name.';
comment on column mart.entities.entity_type is 'OntoNotes type, or DESCRIPTION for an unnamed source.';
comment on column mart.entities.aliases is 'Names borne in the articles.';
comment on column mart.entities.mention_count is 'Mentions.';
comment on column mart.entities.article_count is 'Articles that mention or quote it.';
comment on column mart.entities.quote_count is 'Quotes of which it is the source, alone or with others.';
comment on column mart.entities.country_code is 'ISO 3166-1 alpha-2 code where it is a place or the authority file states it.';
comment on column mart.entities.wikidata_id is 'Wikidata item, such as Q42, where the authority file states it.';
comment on column mart.entities.gender is 'Gender of a person: female, male or other; empty where nothing tells it or what tells it disagrees (docs/gender.md).';
comment on column mart.entities.gender_source is 'What tells it: decision (a person''s word), authority file, stated (the text says it), pronoun, title, noun or first name.';
comment on column mart.entities.gender_share is 'Share of what the texts tell that agrees (0 to 1); of a first name, the share of its bearers.';
