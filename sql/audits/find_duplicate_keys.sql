-- severity: block
-- table: core
-- reason: Every table has one row for each of the things it counts.
select 'core.dim_article' as table_name, article_key::varchar as grain, count(*) as row_count
from core.dim_article group by all having count(*) > 1
union all
select 'core.dim_article', article_id || ' version ' || version, count(*)
from core.dim_article group by all having count(*) > 1
union all
select 'core.article_text', article_key::varchar, count(*)
from core.article_text group by all having count(*) > 1
union all
select 'core.article_signature', article_key::varchar, count(*)
from core.article_signature group by all having count(*) > 1
union all
select 'core.article_band', concat_ws(' band ', article_key, band_number), count(*)
from core.article_band group by all having count(*) > 1
union all
select 'core.article_copy', concat_ws(' copy of ', article_key, earlier_article_key), count(*)
from core.article_copy group by all having count(*) > 1
union all
select 'core.article_line', concat_ws(' line ', article_key, line_number), count(*)
from core.article_line group by all having count(*) > 1
union all
select 'core.repeated_line', line_key::varchar, count(*)
from core.repeated_line group by all having count(*) > 1
union all
select 'core.repeated_span', concat_ws(' line ', article_key, line_number), count(*)
from core.repeated_span group by all having count(*) > 1
union all
select 'core.cut_text', article_key::varchar, count(*)
from core.cut_text group by all having count(*) > 1
union all
select 'core.dim_outlet', outlet_key::varchar, count(*)
from core.dim_outlet group by all having count(*) > 1
union all
select 'core.dim_author', author_key::varchar, count(*)
from core.dim_author group by all having count(*) > 1
union all
select 'core.dim_date', date_key::varchar, count(*)
from core.dim_date group by all having count(*) > 1
union all
select 'core.dim_entity', entity_key::varchar, count(*)
from core.dim_entity group by all having count(*) > 1
union all
select 'core.dim_statement', statement_key::varchar, count(*)
from core.dim_statement group by all having count(*) > 1
union all
select 'core.dim_story', story_key::varchar, count(*)
from core.dim_story group by all having count(*) > 1
union all
select 'core.dim_cue', cue_key::varchar, count(*)
from core.dim_cue group by all having count(*) > 1
union all
select 'core.bridge_article_author', concat_ws(' author ', article_key, author_key), count(*)
from core.bridge_article_author group by all having count(*) > 1
union all
select 'core.bridge_quote_speaker', concat_ws(' speaker ', quote_key, speaker_name_key), count(*)
from core.bridge_quote_speaker group by all having count(*) > 1
union all
select 'core.fact_article', article_key::varchar, count(*)
from core.fact_article group by all having count(*) > 1
union all
select 'core.fact_removed_span', concat_ws(' at ', article_key, raw_start), count(*)
from core.fact_removed_span group by all having count(*) > 1
union all
select 'core.fact_embedded_post', concat_ws(' at ', article_key, raw_start), count(*)
from core.fact_embedded_post group by all having count(*) > 1
union all
select 'core.fact_entity_role', concat_ws(' at ', article_key, raw_start, raw_end, entity_name), count(*)
from core.fact_entity_role group by all having count(*) > 1
union all
select 'core.judgement', judgement_key::varchar, count(*)
from core.judgement group by all having count(*) > 1
union all
select 'core.fact_mention', concat_ws(' at ', article_key, raw_start, raw_end), count(*)
from core.fact_mention group by all having count(*) > 1
union all
select 'core.fact_quote', concat_ws(' quote ', article_key, quote_number), count(*)
from core.fact_quote group by all having count(*) > 1
union all
select 'meta.source_file', concat_ws(' ', root_path, source_path), count(*)
from meta.source_file group by all having count(*) > 1
union all
select 'meta.source_record', concat_ws(' ', root_path, file_path, source_path), count(*)
from meta.source_record group by all having count(*) > 1
union all
select 'meta.run', run_key::varchar, count(*)
from meta.run group by all having count(*) > 1
