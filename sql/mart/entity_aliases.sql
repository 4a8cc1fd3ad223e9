create or replace view mart.entity_aliases as
select
    r.entity_key,
    coalesce(called.entity_name, e.entity_name) as entity_name,
    e.entity_type,
    r.entity_name as name_in_article,
    r.entity_type as type_in_article,
    coalesce(m.mention_count, 0) as mention_count,
    coalesce(q.quote_count, 0) as quote_count,
    r.score,
    r.method,
    r.decided_by,
    r.decided_at,
    r.evidence,
    r.article_key
from core.resolution as r
inner join core.dim_entity as e on e.entity_key = r.entity_key
left join core.decided_entity as called on called.entity_key = r.entity_key
left join (
    select f.name_key, count(*) as mention_count
    from core.fact_mention as f
    inner join core.dim_article as a on a.article_key = f.article_key and a.is_current
    where not f.is_cut
    group by f.name_key
) as m on m.name_key = r.name_key
left join (
    select f.speaker_name_key, count(*) as quote_count
    from mart.quote_versions as f
    inner join core.dim_article as a on a.article_key = f.article_key and a.is_current
    where f.review is distinct from 'rejected'
    group by f.speaker_name_key
) as q on q.speaker_name_key = r.name_key
where r.retired_at is null;

comment on view mart.entity_aliases is 'The names that were judged to be an entity, with the judgement that holds.';
comment on column mart.entity_aliases.entity_key is 'Entity (mart.entities).';
comment on column mart.entity_aliases.entity_name is 'Name of the entity.';
comment on column mart.entity_aliases.entity_type is 'Type of the entity.';
comment on column mart.entity_aliases.name_in_article is 'Fullest name an article gives it.';
comment on column mart.entity_aliases.type_in_article is 'Type the article''s mentions were given.';
comment on column mart.entity_aliases.mention_count is 'Mentions under this name in current articles.';
comment on column mart.entity_aliases.quote_count is 'Quotes of current articles whose source bears this name.';
comment on column mart.entity_aliases.score is 'Certainty of the judgement (0 to 1).';
comment on column mart.entity_aliases.method is 'Rule that judged; human where a person did.';
comment on column mart.entity_aliases.decided_by is 'rule, authority file, or the person who decided.';
comment on column mart.entity_aliases.decided_at is 'Moment of the judgement (UTC).';
comment on column mart.entity_aliases.evidence is 'What the judgement rests on, in words.';
comment on column mart.entity_aliases.article_key is 'Article version that the name is bound to: a surname alone and a description mean something in their article only. Empty where the name means the same everywhere.';
