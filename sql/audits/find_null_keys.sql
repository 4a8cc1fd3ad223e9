-- severity: block
-- table: core
-- reason: A missing key would drop rows from joins; the unknown has a member of its own.
select 'core.dim_article' as table_name, source_path as row_name
from core.dim_article
where
    article_key is null or article_id is null or outlet_key is null or original_article_key is null or run_key is null
union all
select 'core.fact_article', article_key::varchar
from core.fact_article
where article_key is null or outlet_key is null or date_key is null or story_key is null or run_key is null
union all
select 'core.bridge_article_author', article_key::varchar
from core.bridge_article_author where article_key is null or author_key is null or weight is null or run_key is null
union all
select 'core.bridge_quote_speaker', quote_key::varchar
from core.bridge_quote_speaker
where quote_key is null or speaker_name_key is null or weight is null or run_key is null
union all
select 'core.fact_mention', mention_key::varchar
from core.fact_mention
where mention_key is null or article_key is null or outlet_key is null or date_key is null or name_key is null or run_key is null
union all
select 'core.fact_quote', quote_key::varchar
from core.fact_quote
where
    quote_key is null or article_key is null or outlet_key is null or date_key is null or speaker_name_key is null
    or addressee_name_key is null or cue_key is null or statement_key is null or parent_quote_key is null or run_key is null
union all
select 'core.fact_removed_span', removed_span_key::varchar
from core.fact_removed_span where removed_span_key is null or article_key is null or rule_id is null or run_key is null
union all
select 'core.fact_embedded_post', embedded_post_key::varchar
from core.fact_embedded_post where embedded_post_key is null or article_key is null or run_key is null
union all
select 'core.fact_entity_role', entity_role_key::varchar
from core.fact_entity_role
where
    entity_role_key is null or article_key is null or outlet_key is null or date_key is null or name_key is null
    or organization_name_key is null or run_key is null
union all
select 'core.resolution', entity_name
from core.resolution where name_key is null or entity_key is null or decided_at is null or run_key is null
