create or replace view mart.quote_speakers as
select
    b.quote_key,
    q.article_key,
    a.source_path,
    b.speaker_number,
    b.weight,
    coalesce(called.entity_name, e.entity_name) as speaker_name,
    r.entity_key as speaker_entity_key,
    b.speaker_type,
    b.is_joint
from (
    select
        s.quote_key,
        s.speaker_number,
        s.weight,
        s.speaker_name_key,
        s.speaker_type,
        f.speaker_name_key <> s.speaker_name_key as is_joint
    from core.bridge_quote_speaker as s
    inner join core.fact_quote as f on f.quote_key = s.quote_key
    where s.quote_key not in (select quote_key from core.decided_quote where has_speaker)
    union all
    select quote_key, 1, 1.0, speaker_name_key, speaker_type, false
    from core.decided_quote
    where has_speaker
) as b
inner join mart.quote_versions as q on q.quote_key = b.quote_key and q.review is distinct from 'rejected'
inner join core.dim_article as a on a.article_key = q.article_key and a.is_current
inner join core.resolution as r on r.name_key = b.speaker_name_key and r.retired_at is null
inner join core.dim_entity as e on e.entity_key = r.entity_key
left join core.decided_entity as called on called.entity_key = r.entity_key;

comment on view mart.quote_speakers is 'Sources of the quotes of current articles, one row each where several say a thing together. A quote without a source has none.';
comment on column mart.quote_speakers.quote_key is 'The quote (mart.quotes).';
comment on column mart.quote_speakers.article_key is 'Article version (mart.articles).';
comment on column mart.quote_speakers.source_path is 'Path of the file below the ingested root, with #record behind it for a record of a file.';
comment on column mart.quote_speakers.speaker_number is 'Place among the sources of the quote, counted from 1.';
comment on column mart.quote_speakers.weight is 'Share of the quote that counts for this source; the weights of a quote sum to 1.';
comment on column mart.quote_speakers.speaker_name is 'Source, resolved.';
comment on column mart.quote_speakers.speaker_entity_key is 'Source (mart.entities).';
comment on column mart.quote_speakers.speaker_type is 'Entity type of the source, or DESCRIPTION where it bears no name.';
comment on column mart.quote_speakers.is_joint is 'Whether it is one of several sources of the quote.';
