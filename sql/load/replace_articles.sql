-- Close the version that a new one follows, and take out what is written anew for a version read again.
update core.dim_article set is_current = false, valid_to = newer.valid_from
from (select article_id, min(valid_from) as valid_from from staged_version where not is_reread group by all) as newer
where core.dim_article.article_id = newer.article_id and core.dim_article.is_current;

delete from core.dim_article where article_key in (select article_key from staged_version where is_reread);
delete from core.article_text where article_key in (select article_key from staged_version where is_reread);
delete from core.bridge_article_author where article_key in (select article_key from staged_version where is_reread);
delete from core.fact_article where article_key in (select article_key from staged_version where is_reread);
delete from core.fact_removed_span where article_key in (select article_key from staged_version where is_reread);
delete from core.fact_embedded_post where article_key in (select article_key from staged_version where is_reread);
delete from core.fact_mention where article_key in (select article_key from staged_version where is_reread);
delete from core.fact_quote where article_key in (select article_key from staged_version where is_reread);
