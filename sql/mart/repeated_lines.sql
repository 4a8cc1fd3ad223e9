create or replace view mart.repeated_lines as
select
    r.line_key,
    coalesce(called.outlet_name, o.outlet_name) as outlet_name,
    r.line_text,
    r.article_count,
    r.outlet_article_count,
    r.article_count / r.outlet_article_count as article_share,
    r.day_count,
    r.first_published_on,
    r.last_published_on,
    r.is_telling,
    count(*) as span_count,
    list(a.source_path order by a.published_on nulls last, a.source_path)[:3] as example_paths,
    r.run_key
from core.repeated_line as r
inner join core.dim_outlet as o on o.outlet_key = r.outlet_key
left join core.decided_outlet as called on called.outlet_key = r.outlet_key
inner join core.repeated_span as s on s.line_key = r.line_key
inner join core.dim_article as a on a.article_key = s.article_key
group by all;

comment on view mart.repeated_lines is 'Lines that an outlet puts into its articles again and again, learned from all articles loaded and cut from them, with the evidence.';
comment on column mart.repeated_lines.line_key is 'Surrogate key of outlet and line.';
comment on column mart.repeated_lines.outlet_name is 'Outlet.';
comment on column mart.repeated_lines.line_text is 'The line.';
comment on column mart.repeated_lines.article_count is 'Articles that bear it; near copies of one article count once, and so do its versions.';
comment on column mart.repeated_lines.outlet_article_count is 'Articles of the outlet from the first to the last day of those, counted so.';
comment on column mart.repeated_lines.article_share is 'article_count as a share of outlet_article_count (0 to 1).';
comment on column mart.repeated_lines.day_count is 'Days of publication of the articles that bear it.';
comment on column mart.repeated_lines.first_published_on is 'First of these days; empty where none is stated.';
comment on column mart.repeated_lines.last_published_on is 'Last of these days; empty where none is stated.';
comment on column mart.repeated_lines.is_telling is 'Whether a person is named in it or somebody is quoted: such a line was found in a quarter of the articles at least.';
comment on column mart.repeated_lines.span_count is 'Places it was cut from, in all versions and copies.';
comment on column mart.repeated_lines.example_paths is 'Paths of the first three articles it was cut from.';
comment on column mart.repeated_lines.run_key is 'Run that first found it (mart.runs).';
