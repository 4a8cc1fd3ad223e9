create or replace view mart.statements as
select
    s.statement_key,
    s.statement_text,
    arg_min(q.speaker_name, (q.speaker_name is null, q.quote_key)) as speaker_name,
    arg_min(q.speaker_entity_key, (q.speaker_entity_key is null, q.quote_key)) as speaker_entity_key,
    count(*) as quote_count,
    count(distinct q.outlet_name) as outlet_count,
    count(distinct q.outlet_name) filter (not q.is_copy) as original_outlet_count,
    count(distinct q.article_key) as article_count,
    min(q.published_on) as first_published_on,
    min(q.match_score) as match_score,
    count(distinct q.outlet_name) filter (q.is_sure_match and not q.is_copy) as sure_outlet_count
from core.dim_statement as s
inner join mart.quotes as q on q.statement_key = s.statement_key
group by s.statement_key, s.statement_text;

comment on view mart.statements is 'Utterances, in whichever current articles and wordings they are reported.';
comment on column mart.statements.statement_key is 'Surrogate key of the statement.';
comment on column mart.statements.statement_text is 'Wording that stands for it.';
comment on column mart.statements.speaker_name is 'Source; empty where no article names one.';
comment on column mart.statements.speaker_entity_key is 'Source (mart.entities).';
comment on column mart.statements.quote_count is 'Quotes that report it.';
comment on column mart.statements.outlet_count is 'Named outlets that report it.';
comment on column mart.statements.original_outlet_count is 'Named outlets that report it in an article that is no copy of another (mart.article_copies).';
comment on column mart.statements.article_count is 'Articles that report it.';
comment on column mart.statements.first_published_on is 'Earliest day of publication.';
comment on column mart.statements.match_score is 'How surely the least sure of its quotes reports it (0 to 1); empty where it has one quote.';
comment on column mart.statements.sure_outlet_count is 'Named outlets that surely report it (match_score of at least 0.8) in an article that is no copy.';
