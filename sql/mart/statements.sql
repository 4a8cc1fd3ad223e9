create or replace view mart.statements as
-- First by outlet: a count of distinct values costs memory by their number, and here there are three of them.
with told as (
    select
        statement_key,
        outlet_name,
        arg_min(speaker_name, quote_key) as speaker_name,
        min(quote_key) filter (speaker_name is not null) as named_key,
        arg_min(speaker_entity_key, quote_key) as speaker_entity_key,
        min(quote_key) filter (speaker_entity_key is not null) as known_key,
        count(*) as quote_count,
        count(distinct article_key) as article_count,
        bool_or(not is_copy) as is_original,
        bool_or(is_sure_match and not is_copy) as is_sure,
        min(published_on) as first_published_on,
        min(match_score) as match_score
    from mart.quotes
    where statement_key is not null
    group by statement_key, outlet_name
),
counted as (
    select
        statement_key,
        arg_min(speaker_name, named_key) as speaker_name,
        arg_min(speaker_entity_key, known_key) as speaker_entity_key,
        sum(quote_count)::bigint as quote_count,
        count(outlet_name) as outlet_count,
        count(outlet_name) filter (is_original) as original_outlet_count,
        sum(article_count)::bigint as article_count,
        min(first_published_on) as first_published_on,
        min(match_score) as match_score,
        count(outlet_name) filter (is_sure) as sure_outlet_count
    from told
    group by statement_key
)
select s.statement_key, s.statement_text, c.* exclude (statement_key)
from core.dim_statement as s
inner join counted as c on c.statement_key = s.statement_key;

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
