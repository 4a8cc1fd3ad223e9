-- severity: block
-- table: core
-- reason: Every key in a fact or bridge points to a row that exists, so that inner joins lose nothing.
select 'core.dim_article.outlet_key' as key_name, outlet_key as key_value
from core.dim_article anti join core.dim_outlet using (outlet_key)
union all
select 'core.article_text.article_key', article_key
from core.article_text anti join core.dim_article using (article_key)
union all
select 'core.dim_article.article_key without text', article_key
from core.dim_article anti join core.article_text using (article_key)
union all
select 'core.dim_article.article_key without fact', article_key
from core.dim_article anti join core.fact_article using (article_key)
union all
select 'core.bridge_article_author.article_key', article_key
from core.bridge_article_author anti join core.dim_article using (article_key)
union all
select 'core.bridge_article_author.author_key', author_key
from core.bridge_article_author anti join core.dim_author using (author_key)
union all
select 'core.dim_article.original_article_key', a.original_article_key
from core.dim_article as a
anti join core.dim_article as original on original.article_key = a.original_article_key
union all
select 'core.article_signature.article_key', article_key
from core.article_signature anti join core.dim_article using (article_key)
union all
select 'core.article_band.article_key', article_key
from core.article_band anti join core.article_signature using (article_key)
union all
select 'core.article_copy.article_key', article_key
from core.article_copy anti join core.article_signature using (article_key)
union all
select 'core.article_copy.earlier_article_key', c.earlier_article_key
from core.article_copy as c
anti join core.article_signature as s on s.article_key = c.earlier_article_key
union all
select 'core.article_line.article_key', article_key
from core.article_line anti join core.article_text using (article_key)
union all
select 'core.repeated_line.outlet_key', outlet_key
from core.repeated_line anti join core.dim_outlet using (outlet_key)
union all
select 'core.repeated_span.article_key', article_key
from core.repeated_span anti join core.cut_text using (article_key)
union all
select 'core.repeated_span.line_key', line_key
from core.repeated_span anti join core.repeated_line using (line_key)
union all
select 'core.cut_text.article_key', article_key
from core.cut_text anti join core.article_text using (article_key)
union all
select 'core.fact_article.article_key', article_key
from core.fact_article anti join core.dim_article using (article_key)
union all
select 'core.fact_article.outlet_key', outlet_key
from core.fact_article anti join core.dim_outlet using (outlet_key)
union all
select 'core.fact_article.date_key', date_key
from core.fact_article anti join core.dim_date using (date_key)
union all
select 'core.fact_article.story_key', story_key
from core.fact_article anti join core.dim_story using (story_key)
union all
select 'core.fact_removed_span.article_key', article_key
from core.fact_removed_span anti join core.dim_article using (article_key)
union all
select 'core.fact_embedded_post.article_key', article_key
from core.fact_embedded_post anti join core.dim_article using (article_key)
union all
select 'core.fact_mention.article_key', article_key
from core.fact_mention anti join core.dim_article using (article_key)
union all
select 'core.fact_mention.outlet_key', outlet_key
from core.fact_mention anti join core.dim_outlet using (outlet_key)
union all
select 'core.fact_mention.date_key', date_key
from core.fact_mention anti join core.dim_date using (date_key)
union all
select 'core.fact_mention.name_key', name_key
from core.fact_mention anti join (from core.resolution where retired_at is null) using (name_key)
union all
select 'core.fact_entity_role.article_key', article_key
from core.fact_entity_role anti join core.dim_article using (article_key)
union all
select 'core.fact_entity_role.outlet_key', outlet_key
from core.fact_entity_role anti join core.dim_outlet using (outlet_key)
union all
select 'core.fact_entity_role.date_key', date_key
from core.fact_entity_role anti join core.dim_date using (date_key)
union all
select 'core.fact_entity_role.name_key', name_key
from core.fact_entity_role anti join (from core.resolution where retired_at is null) using (name_key)
union all
select 'core.fact_entity_role.organization_name_key', f.organization_name_key
from core.fact_entity_role as f
anti join (from core.resolution where retired_at is null) as r on r.name_key = f.organization_name_key
where f.organization_name_key <> -2
union all
select 'core.fact_quote.article_key', article_key
from core.fact_quote anti join core.dim_article using (article_key)
union all
select 'core.fact_quote.outlet_key', outlet_key
from core.fact_quote anti join core.dim_outlet using (outlet_key)
union all
select 'core.fact_quote.date_key', date_key
from core.fact_quote anti join core.dim_date using (date_key)
union all
select 'core.fact_quote.cue_key', cue_key
from core.fact_quote anti join core.dim_cue using (cue_key)
union all
select 'core.fact_quote.statement_key', statement_key
from core.fact_quote anti join core.dim_statement using (statement_key)
union all
select 'core.fact_quote.speaker_name_key', q.speaker_name_key
from core.fact_quote as q
anti join (from core.resolution where retired_at is null) as r on r.name_key = q.speaker_name_key
where q.speaker_name_key <> -2
union all
select 'core.bridge_quote_speaker.quote_key', quote_key
from core.bridge_quote_speaker anti join core.fact_quote using (quote_key)
union all
select 'core.bridge_quote_speaker.speaker_name_key', b.speaker_name_key
from core.bridge_quote_speaker as b
anti join (from core.resolution where retired_at is null) as r on r.name_key = b.speaker_name_key
where b.speaker_name_key <> -2
union all
select 'core.fact_quote.addressee_name_key', q.addressee_name_key
from core.fact_quote as q
anti join (from core.resolution where retired_at is null) as r on r.name_key = q.addressee_name_key
where q.addressee_name_key <> -2
union all
select 'core.fact_quote.parent_quote_key', q.parent_quote_key
from core.fact_quote as q
anti join core.fact_quote as parent on parent.quote_key = q.parent_quote_key
where q.parent_quote_key <> -2
union all
select 'core.resolution.entity_key', entity_key
from core.resolution anti join core.dim_entity using (entity_key)
union all
select 'core.fact_article.run_key', run_key
from core.fact_article anti join meta.run using (run_key)
