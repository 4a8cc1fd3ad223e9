-- kind: summary
create or replace view mart.comentions as
with mentioned as (
    select article_key, entity_key, entity_name, any_value(outlet_name) as outlet_name,
        any_value(published_on) as published_on, count(*) as mention_count
    from mart.mentions
    where entity_key is not null and entity_type not in ('DATE', 'MONEY')
    group by article_key, entity_key, entity_name
)
select
    one.article_key,
    one.outlet_name,
    one.published_on,
    one.entity_key,
    one.entity_name,
    other.entity_key as other_entity_key,
    other.entity_name as other_entity_name,
    one.mention_count,
    other.mention_count as other_mention_count
from mentioned as one
inner join mentioned as other on other.article_key = one.article_key and other.entity_key > one.entity_key;

comment on view mart.comentions is 'Two entities that a current article mentions. Each pair stands once, the smaller key first; days and sums of money are left out.';
comment on column mart.comentions.article_key is 'Article version (mart.articles).';
comment on column mart.comentions.outlet_name is 'Outlet of the article.';
comment on column mart.comentions.published_on is 'Day of publication.';
comment on column mart.comentions.entity_key is 'One entity (mart.entities).';
comment on column mart.comentions.entity_name is 'Its name.';
comment on column mart.comentions.other_entity_key is 'The other entity (mart.entities).';
comment on column mart.comentions.other_entity_name is 'Its name.';
comment on column mart.comentions.mention_count is 'Mentions of the one.';
comment on column mart.comentions.other_mention_count is 'Mentions of the other.';
