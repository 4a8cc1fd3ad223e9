-- Give earlier versions their place and time among those that are loaded now, and take out what is written anew for a
-- version read again.
update core.dim_article set
    version = moved.version,
    valid_from = moved.valid_from,
    valid_to = moved.valid_to,
    is_current = moved.valid_to is null,
    retired_at = moved.retired_at
from moved_version as moved
where core.dim_article.article_key = moved.article_key
    and (
        core.dim_article.version <> moved.version
        or core.dim_article.valid_from <> moved.valid_from
        or core.dim_article.valid_to is distinct from moved.valid_to
        or core.dim_article.retired_at is distinct from moved.retired_at
    );

delete from core.dim_article where article_key in (select article_key from staged_version where is_reread);
delete from core.article_text where article_key in (select article_key from staged_version where is_reread);
delete from core.article_signature where article_key in (select article_key from staged_version where is_reread);
delete from core.article_band where article_key in (select article_key from staged_version where is_reread);
delete from core.article_line where article_key in (select article_key from staged_version where is_reread);
delete from core.repeated_span where article_key in (select article_key from staged_version where is_reread);
delete from core.cut_text where article_key in (select article_key from staged_version where is_reread);
delete from core.bridge_article_author where article_key in (select article_key from staged_version where is_reread);
delete from core.fact_article where article_key in (select article_key from staged_version where is_reread);
delete from core.fact_removed_span where article_key in (select article_key from staged_version where is_reread);
delete from core.fact_embedded_post where article_key in (select article_key from staged_version where is_reread);
delete from core.fact_entity_role where article_key in (select article_key from staged_version where is_reread);
delete from core.fact_mention where article_key in (select article_key from staged_version where is_reread);
delete from core.bridge_quote_speaker
where quote_key in (
    select q.quote_key
    from core.fact_quote as q
    inner join staged_version as v on v.article_key = q.article_key and v.is_reread
);
delete from core.fact_quote where article_key in (select article_key from staged_version where is_reread);
