create or replace view mart.person_genders as
select
    e.entity_key,
    coalesce(decided.gender, e.gender) as gender,
    if(decided.gender is null, e.gender_source, 'decision') as gender_source,
    if(decided.gender is null, e.gender_share, 1.0) as gender_share
from core.dim_entity as e
left join core.decided_entity as decided on decided.entity_key = e.entity_key
where e.entity_type = 'PERSON';

comment on view mart.person_genders is 'Gender of each person, as other views take it: what somebody decided, else what the texts tell (docs/gender.md).';
comment on column mart.person_genders.entity_key is 'The person (mart.entities).';
comment on column mart.person_genders.gender is 'female, male or other; empty where nothing tells it or what tells it disagrees.';
comment on column mart.person_genders.gender_source is 'What tells it: decision (a person''s word), authority file, stated (the text says it), pronoun, title, noun or first name.';
comment on column mart.person_genders.gender_share is 'Share of what the texts tell that agrees (0 to 1); of a first name, the share of its bearers; 1 for a person''s word and the authority file.';
