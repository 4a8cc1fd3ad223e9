create or replace view mart.removed_spans as
select
    s.article_key,
    a.source_path,
    s.raw_start,
    s.raw_end,
    s.removed_text,
    s.kind,
    s.rule_id,
    a.outlet_name
from (
    select article_key, raw_start, raw_end, removed_text, kind, rule_id
    from core.fact_removed_span
    union all by name
    select
        article_key,
        unnest(pieces, recursive := true),
        'repeated' as kind,
        'repeat.learned' as rule_id
    from core.repeated_span
) as s
inner join mart.article_labels as a on a.article_key = s.article_key and a.is_current;

comment on view mart.removed_spans is 'Spans removed from current articles as boilerplate, with the rule that removed them.';
comment on column mart.removed_spans.article_key is 'Article version (mart.articles).';
comment on column mart.removed_spans.source_path is 'Path of the file below the ingested root, with #record behind it for a record of a file.';
comment on column mart.removed_spans.raw_start is 'First code point in the raw text.';
comment on column mart.removed_spans.raw_end is 'Code point behind the last in the raw text.';
comment on column mart.removed_spans.removed_text is 'Text removed.';
comment on column mart.removed_spans.kind is 'Kind of boilerplate.';
comment on column mart.removed_spans.rule_id is 'Rule that removed it.';
comment on column mart.removed_spans.outlet_name is 'Outlet of the article.';
