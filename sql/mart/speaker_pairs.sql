-- kind: summary
create or replace view mart.speaker_pairs as
select
    'addresses' as pair_kind,
    speaker_entity_key as from_entity_key,
    speaker_name as from_name,
    addressee_entity_key as to_entity_key,
    addressee_name as to_name,
    count(*) as quote_count,
    count(distinct article_key) as article_count,
    count(distinct outlet_name) as outlet_count,
    min(published_on) as first_published_on,
    max(published_on) as last_published_on
from mart.quotes
where speaker_entity_key is not null and addressee_entity_key is not null
group by speaker_entity_key, speaker_name, addressee_entity_key, addressee_name
union all by name
select
    'quotes' as pair_kind,
    null as from_entity_key,
    outlet_name as from_name,
    speaker_entity_key as to_entity_key,
    speaker_name as to_name,
    count(*) as quote_count,
    count(distinct article_key) as article_count,
    1 as outlet_count,
    min(published_on) as first_published_on,
    max(published_on) as last_published_on
from mart.quotes
where outlet_name is not null and speaker_entity_key is not null
group by outlet_name, speaker_entity_key, speaker_name;

comment on view mart.speaker_pairs is 'Who speaks to whom (addresses) and which outlet quotes whom (quotes), as edges of a network.';
comment on column mart.speaker_pairs.pair_kind is 'addresses (a source speaks to an addressee) or quotes (an outlet quotes a source).';
comment on column mart.speaker_pairs.from_entity_key is 'The source (mart.entities); empty where the edge begins at an outlet.';
comment on column mart.speaker_pairs.from_name is 'The source, or the outlet.';
comment on column mart.speaker_pairs.to_entity_key is 'The addressee, or the source quoted (mart.entities).';
comment on column mart.speaker_pairs.to_name is 'The addressee, or the source quoted.';
comment on column mart.speaker_pairs.quote_count is 'Quotes.';
comment on column mart.speaker_pairs.article_count is 'Articles that hold them.';
comment on column mart.speaker_pairs.outlet_count is 'Named outlets that publish them.';
comment on column mart.speaker_pairs.first_published_on is 'Earliest day of publication.';
comment on column mart.speaker_pairs.last_published_on is 'Latest day of publication.';
