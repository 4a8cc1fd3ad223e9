-- question: Where does each of these articles come from: which file, run and rules, and what was made of it?
-- stands: until the last change
-- parameters: content_hashes
with wanted as (
    select distinct unnest($content_hashes::varchar[]) as content_hash
),

found as (
    select a.*
    from mart.articles as a
    inner join wanted as w on w.content_hash = a.content_hash
    where a.is_current
),

files as (
    select
        r.content_hash,
        list(
            {
                'root_path': r.root_path,
                'file_path': r.file_path,
                'record_path': r.source_path,
                'outcome': r.outcome,
                'byte_count': f.byte_count,
                'modified_at': f.modified_at
            }
            order by r.root_path, r.source_path
        ) as files
    from meta.source_record as r
    inner join wanted as w on w.content_hash = r.content_hash
    left join mart.source_files as f on f.root_path = r.root_path and f.source_path = r.file_path
    group by r.content_hash
),

removed as (
    select
        article_key,
        list({'kind': kind, 'rule_id': rule_id, 'span_count': span_count, 'char_count': char_count}
            order by char_count desc, rule_id) as removed
    from (
        select article_key, kind, rule_id, count(*) as span_count, sum(len(removed_text))::bigint as char_count
        from mart.removed_spans
        where article_key in (select article_key from found)
        group by all
    )
    group by article_key
),

mentioned as (
    select
        article_key,
        list({'entity_type': entity_type, 'model_label': model_label, 'mention_count': mention_count}
            order by mention_count desc, entity_type, model_label) as mentioned
    from (
        select article_key, entity_type, model_label, count(*) as mention_count
        from mart.mentions
        where article_key in (select article_key from found)
        group by all
    )
    group by article_key
),

quoted as (
    select
        article_key,
        list(
            {
                'quote_key': quote_key,
                'quote_text': left(quote_text, 600),
                'quote_type': quote_type,
                'speaker_name': speaker_name,
                'cue': cue,
                'method': method,
                'confidence': confidence,
                'raw_start': raw_start,
                'raw_end': raw_end
            }
            order by raw_start, quote_key
        ) as quoted
    from mart.quotes
    where article_key in (select article_key from found)
    group by article_key
)

select
    f.article_key,
    f.article_id,
    f.identity_rule,
    f.version,
    f.content_hash,
    f.source_path,
    f.source_format,
    f.headline,
    f.outlet_name,
    f.published_on,
    f.published_source,
    f.word_count,
    f.removed_share,
    f.extractor_version,
    r.run_number,
    r.started_at,
    r.model_name,
    p.files,
    c.removed,
    m.mentioned,
    q.quoted
from found as f
inner join mart.runs as r on r.run_key = f.run_key
left join files as p on p.content_hash = f.content_hash
left join removed as c on c.article_key = f.article_key
left join mentioned as m on m.article_key = f.article_key
left join quoted as q on q.article_key = f.article_key
order by f.source_path, f.article_key;
