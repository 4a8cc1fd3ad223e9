-- kind: summary
create or replace view mart.article_changes as
with quoted as (
    select q.article_key, count(*) as quote_count, list(distinct q.quote_text order by q.quote_text) as quote_texts
    from mart.quote_versions as q
    where q.review is distinct from 'rejected' and q.article_key in (
        select article_key
        from core.dim_article
        where article_id in (select article_id from core.dim_article where version > 1)
    )
    group by q.article_key
)
select
    new.article_id,
    new.article_key,
    old.article_key as previous_article_key,
    new.version,
    new.valid_from as changed_at,
    new.source_path,
    new.url,
    new_label.outlet_name,
    new_label.published_on,
    new.headline,
    old.headline as previous_headline,
    new.headline is distinct from old.headline as is_headline_changed,
    new_fact.word_count,
    new_fact.word_count - old_fact.word_count as added_word_count,
    new_fact.mention_count - old_fact.mention_count as added_mention_count,
    coalesce(new_quoted.quote_count, 0) - coalesce(old_quoted.quote_count, 0) as added_quote_count,
    list_filter(
        coalesce(new_quoted.quote_texts, []), lambda words: not list_contains(coalesce(old_quoted.quote_texts, []), words)
    ) as quotes_added,
    list_filter(
        coalesce(old_quoted.quote_texts, []), lambda words: not list_contains(coalesce(new_quoted.quote_texts, []), words)
    ) as quotes_removed,
    new.is_current,
    new.run_key
from core.dim_article as new
inner join core.dim_article as old on old.article_id = new.article_id and old.version = new.version - 1
inner join core.fact_article as new_fact on new_fact.article_key = new.article_key
inner join core.fact_article as old_fact on old_fact.article_key = old.article_key
inner join mart.article_labels as new_label on new_label.article_key = new.article_key
left join quoted as new_quoted on new_quoted.article_key = new.article_key
left join quoted as old_quoted on old_quoted.article_key = old.article_key
where new.version > 1;

comment on view mart.article_changes is 'What changed from one version of an article to the next.';
comment on column mart.article_changes.article_id is 'Natural key of the article.';
comment on column mart.article_changes.article_key is 'The newer version (mart.articles).';
comment on column mart.article_changes.previous_article_key is 'The version before it (mart.articles).';
comment on column mart.article_changes.version is 'Number of the newer version.';
comment on column mart.article_changes.changed_at is 'Moment from which the newer version holds (UTC).';
comment on column mart.article_changes.source_path is 'Path of the newer version below the ingested root.';
comment on column mart.article_changes.url is 'Address of the newer version.';
comment on column mart.article_changes.outlet_name is 'Outlet of the newer version.';
comment on column mart.article_changes.published_on is 'Day of publication of the newer version.';
comment on column mart.article_changes.headline is 'Headline of the newer version.';
comment on column mart.article_changes.previous_headline is 'Headline before.';
comment on column mart.article_changes.is_headline_changed is 'Whether the headline changed.';
comment on column mart.article_changes.word_count is 'Words of the newer version.';
comment on column mart.article_changes.added_word_count is 'Words more than before; below 0 where it became shorter.';
comment on column mart.article_changes.added_mention_count is 'Mentions more than before; below 0 where there are fewer.';
comment on column mart.article_changes.added_quote_count is 'Quotes more than before; below 0 where there are fewer.';
comment on column mart.article_changes.quotes_added is 'Words attributed that were not there before.';
comment on column mart.article_changes.quotes_removed is 'Words attributed that are no longer there.';
comment on column mart.article_changes.is_current is 'Whether the newer version is the newest.';
comment on column mart.article_changes.run_key is 'Run that loaded the newer version (mart.runs).';
