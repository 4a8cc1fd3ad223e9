-- kind: summary
create or replace view mart.entity_days as
select
    entity_key,
    entity_name,
    entity_type,
    published_on,
    date_trunc('week', published_on)::date as week_start_on,
    count(*) as mention_count,
    count(distinct article_key) as article_count,
    count(distinct outlet_name) as outlet_count,
    count(distinct article_key) filter (is_headline) as headline_count
from mart.mentions
where entity_key is not null
group by entity_key, entity_name, entity_type, published_on;

comment on view mart.entity_days is 'How often current articles of a day mention each entity.';
comment on column mart.entity_days.entity_key is 'Entity (mart.entities).';
comment on column mart.entity_days.entity_name is 'Name of the entity.';
comment on column mart.entity_days.entity_type is 'Type the mentions were given (OntoNotes).';
comment on column mart.entity_days.published_on is 'Day of publication; empty for articles that do not state it.';
comment on column mart.entity_days.week_start_on is 'Monday of its week.';
comment on column mart.entity_days.mention_count is 'Mentions.';
comment on column mart.entity_days.article_count is 'Articles that mention it.';
comment on column mart.entity_days.outlet_count is 'Named outlets that mention it.';
comment on column mart.entity_days.headline_count is 'Articles that mention it in their headline.';
