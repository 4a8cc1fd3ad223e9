-- kind: summary
create or replace view mart.statement_variants as
with words as (
    select
        s.statement_key,
        s.statement_text,
        list_sort(list_distinct(regexp_extract_all(lower(s.statement_text), '[\p{L}\p{N}]+'))) as statement_words
    from core.dim_statement as s
    where s.statement_key <> -1
)
select
    w.statement_key,
    w.statement_text,
    q.quote_key,
    q.quote_text,
    q.quote_type,
    q.speaker_name,
    q.cue,
    q.cue_class,
    q.outlet_name,
    q.published_on,
    q.article_key,
    q.source_path,
    row_number() over (
        partition by w.statement_key order by q.published_on nulls last, q.source_path, q.raw_start, q.quote_key
    ) = 1 as is_first,
    len(list_intersect(w.statement_words, regexp_extract_all(lower(q.quote_text), '[\p{L}\p{N}]+')))
        / nullif(len(w.statement_words), 0) as word_share,
    list_filter(
        w.statement_words,
        lambda word: length(word) > 3 and not contains(lower(q.quote_text), word)
    ) as missing_words,
    q.match_score,
    q.is_copy,
    q.published_on - min(q.published_on) over (partition by w.statement_key) as days_after,
    date_diff('minute', min(a.published_at) over (partition by w.statement_key), a.published_at) / 60 as hours_after
from words as w
inner join mart.quotes as q on q.statement_key = w.statement_key
inner join core.dim_article as a on a.article_key = q.article_key;

comment on view mart.statement_variants is 'How each current article words a statement.';
comment on column mart.statement_variants.statement_key is 'Statement (mart.statements).';
comment on column mart.statement_variants.statement_text is 'Wording that stands for the statement.';
comment on column mart.statement_variants.quote_key is 'Quote that reports it (mart.quotes).';
comment on column mart.statement_variants.quote_text is 'Wording of the quote.';
comment on column mart.statement_variants.quote_type is 'direct, mixed or indirect.';
comment on column mart.statement_variants.speaker_name is 'Source as this article resolves it.';
comment on column mart.statement_variants.cue is 'Cue as it stands.';
comment on column mart.statement_variants.cue_class is 'Class of the cue.';
comment on column mart.statement_variants.outlet_name is 'Outlet of the article.';
comment on column mart.statement_variants.published_on is 'Day of publication.';
comment on column mart.statement_variants.article_key is 'Article version (mart.articles).';
comment on column mart.statement_variants.source_path is 'Path of the file below the ingested root, with #record behind it for a record of a file.';
comment on column mart.statement_variants.is_first is 'Whether it is the first report, by day of publication, then by path.';
comment on column mart.statement_variants.word_share is 'Share of the different words of statement_text that the quote has too (0 to 1).';
comment on column mart.statement_variants.missing_words is 'Words of statement_text, of four letters or more, that the quote does not hold.';
comment on column mart.statement_variants.match_score is 'How surely it reports the statement (mart.quotes).';
comment on column mart.statement_variants.is_copy is 'Whether its article is a copy of one told before: ten prints of one agency text are one telling.';
comment on column mart.statement_variants.days_after is 'Days after the first report that is dated.';
comment on column mart.statement_variants.hours_after is 'Hours after the first report whose moment is known; empty where its own is not.';
