-- A surname alone and a description mean something in their own article only: such names get a key, a judgement and,
-- where they are descriptions, an entity for each article. Roles, judgements of people and the authority file get tables.
alter table core.dim_entity add column wikidata_id VARCHAR;
alter table core.resolution add column article_key BIGINT;
alter table core.resolution add column evidence VARCHAR;

create table core.judgement (
    judgement_key     BIGINT,
    verdict           VARCHAR,
    entity_type       VARCHAR,
    entity_name       VARCHAR,
    other_entity_type VARCHAR,
    other_entity_name VARCHAR,
    decided_by        VARCHAR,
    decided_at        TIMESTAMP
);

create temp table bound_name as
select distinct
    name_key as old_key, name_key_of(entity_type, entity_name, article_key) as new_key, entity_type, entity_name, article_key
from (
    select name_key, entity_type, entity_name, article_key from core.fact_mention
    union all
    select speaker_name_key, speaker_type, speaker_name, article_key from core.fact_quote where speaker_name is not null
    union all
    select addressee_name_key, addressee_type, addressee_name, article_key from core.fact_quote where addressee_name is not null
    union all
    select b.speaker_name_key, b.speaker_type, b.speaker_name, q.article_key
    from core.bridge_quote_speaker as b
    inner join core.fact_quote as q using (quote_key)
    where b.speaker_name is not null
)
where name_scope_of(entity_type, entity_name, article_key) is not null;

update core.fact_mention set name_key = name_key_of(entity_type, entity_name, article_key);
update core.fact_quote set speaker_name_key = name_key_of(speaker_type, speaker_name, article_key)
where speaker_name is not null;
update core.fact_quote set addressee_name_key = name_key_of(addressee_type, addressee_name, article_key)
where addressee_name is not null;
update core.bridge_quote_speaker set
    speaker_name_key = name_key_of(bridge_quote_speaker.speaker_type, bridge_quote_speaker.speaker_name, q.article_key)
from core.fact_quote as q
where q.quote_key = bridge_quote_speaker.quote_key and bridge_quote_speaker.speaker_name is not null;

insert into core.dim_entity by name
select distinct
    key_of('entity|' || concat_ws('|', 'DESCRIPTION', lower(entity_name), article_key)) as entity_key,
    concat_ws('|', 'DESCRIPTION', lower(entity_name), article_key) as entity_id,
    entity_name,
    entity_type
from bound_name
where entity_type = 'DESCRIPTION';

insert into core.resolution by name
select
    b.new_key as name_key,
    r.* exclude (name_key, entity_key, article_key),
    case
        when b.entity_type = 'DESCRIPTION'
            then key_of('entity|' || concat_ws('|', 'DESCRIPTION', lower(b.entity_name), b.article_key))
        else r.entity_key
    end as entity_key,
    b.article_key
from core.resolution as r
inner join bound_name as b on b.old_key = r.name_key
where r.retired_at is null;

delete from core.resolution where article_key is null and name_scope_of(entity_type, entity_name, 0) is not null;
delete from core.dim_entity
where entity_key not in (-1, -2) and entity_key not in (select entity_key from core.resolution);

drop table bound_name;
