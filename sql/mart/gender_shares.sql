-- kind: summary
create or replace view mart.gender_shares as
with role_count as (
    select entity_key, role_group, count(*) as bearing_count
    from mart.entity_roles
    where role_group is not null
    group by entity_key, role_group
),
main_role as (
    select entity_key, role_group
    from role_count
    qualify row_number() over (partition by entity_key order by bearing_count desc, role_group) = 1
)
select
    q.outlet_name,
    date_trunc('week', q.published_on)::date as week_start_on,
    r.role_group,
    g.gender,
    count(distinct s.speaker_entity_key) as speaker_count,
    sum(s.weight) as quote_count,
    sum(s.weight * len(string_split_regex(trim(q.quote_text), '\s+'))) as word_count,
    sum(s.weight) / sum(sum(s.weight)) over (partition by q.outlet_name, week_start_on) as quote_share,
    word_count / sum(word_count) over (partition by q.outlet_name, week_start_on) as word_share
from mart.quote_speakers as s
inner join mart.quotes as q using (quote_key)
inner join mart.person_genders as g on g.entity_key = s.speaker_entity_key
left join main_role as r on r.entity_key = s.speaker_entity_key
group by q.outlet_name, week_start_on, r.role_group, g.gender;

comment on view mart.gender_shares is 'How much of what an outlet quotes of named persons in a week women and men say, by kind of role. The shares of an outlet and week sum to 1.';
comment on column mart.gender_shares.outlet_name is 'Outlet; empty for articles that do not name it.';
comment on column mart.gender_shares.week_start_on is 'Monday of the week of publication; empty for articles that do not state the day.';
comment on column mart.gender_shares.role_group is 'Kind of role that articles give the speakers most often (mart.entity_roles); empty where they give none.';
comment on column mart.gender_shares.gender is 'Gender of the speakers: female, male or other; empty where it is open (docs/gender.md).';
comment on column mart.gender_shares.speaker_count is 'Persons quoted.';
comment on column mart.gender_shares.quote_count is 'Their quotes; of a quote that several say together each has a part.';
comment on column mart.gender_shares.word_count is 'Words of these quotes, direct and indirect, parted in the same way.';
comment on column mart.gender_shares.quote_share is 'quote_count as a share of the quotes of all named persons in the outlet and week (0 to 1).';
comment on column mart.gender_shares.word_share is 'word_count as a share of the words of all these quotes (0 to 1).';
