-- kind: summary
create or replace view mart.statement_repeats as
with linked as (
    select q.statement_key, o.statement_key as other_statement_key, max(p.match_score) as match_score
    from core.quote_pair as p
    inner join core.fact_quote as q on q.quote_key = p.quote_key and q.statement_key <> -1
    inner join core.fact_quote as o on o.quote_key = p.other_quote_key and o.statement_key <> -1
    where p.is_repeat and q.statement_key <> o.statement_key
    group by all
),
both_ways as (
    select statement_key, other_statement_key, match_score from linked
    union all
    select other_statement_key, statement_key, match_score from linked
)
select
    l.statement_key,
    s.statement_text,
    s.speaker_name,
    s.speaker_entity_key,
    s.first_published_on,
    l.other_statement_key as repeated_statement_key,
    e.statement_text as repeated_statement_text,
    e.first_published_on as repeated_first_published_on,
    max(l.match_score) as match_score
from both_ways as l
inner join mart.statements as s on s.statement_key = l.statement_key
inner join mart.statements as e
    on e.statement_key = l.other_statement_key and e.first_published_on < s.first_published_on
group by all;

comment on view mart.statement_repeats is 'Statements that say again what the same speaker said on an earlier day, within a week.';
comment on column mart.statement_repeats.statement_key is 'The later statement (mart.statements).';
comment on column mart.statement_repeats.statement_text is 'Wording that stands for it.';
comment on column mart.statement_repeats.speaker_name is 'Source; empty where no article names one.';
comment on column mart.statement_repeats.speaker_entity_key is 'Source (mart.entities).';
comment on column mart.statement_repeats.first_published_on is 'Its earliest day of publication.';
comment on column mart.statement_repeats.repeated_statement_key is 'The earlier statement (mart.statements).';
comment on column mart.statement_repeats.repeated_statement_text is 'Wording that stands for that.';
comment on column mart.statement_repeats.repeated_first_published_on is 'Earliest day of publication of that.';
comment on column mart.statement_repeats.match_score is 'How surely both would be one statement but for the days between (0 to 1).';
