-- question: What did one entity say, and how did other outlets word the same statements?
-- parameters: entity_key limit
with said as (
    select *
    from mart.quotes
    where speaker_entity_key = $entity_key::bigint
        or quote_key in (select quote_key from mart.quote_speakers where speaker_entity_key = $entity_key::bigint)
    order by published_on desc nulls last, outlet_name nulls last, source_path, raw_start, quote_key
    limit $limit::bigint
),

variants as (
    select
        s.quote_key,
        list(
            {
                'published_on': v.published_on,
                'outlet_name': v.outlet_name,
                'quote_type': v.quote_type,
                'cue': v.cue,
                'quote_text': v.quote_text,
                'source_path': v.source_path
            }
            order by v.published_on nulls last, v.outlet_name nulls last, v.source_path, v.quote_key
        ) as variants
    from said as s
    inner join mart.statement_variants as v
        on v.statement_key = s.statement_key
        and v.article_key <> s.article_key
        and coalesce(v.match_score, 1) >= 0.8
        and (v.outlet_name <> s.outlet_name or v.outlet_name is null or s.outlet_name is null)
    where v.statement_key in (select statement_key from said)
    group by s.quote_key
)

select
    s.published_on,
    s.outlet_name,
    s.speaker_name,
    s.cue,
    s.quote_type,
    s.quote_text,
    s.addressee_name,
    s.medium,
    s.headline,
    s.source_path,
    s.article_key,
    coalesce(v.variants, []) as variants
from said as s
left join variants as v on v.quote_key = s.quote_key
order by s.published_on desc nulls last, s.outlet_name nulls last, s.source_path, s.raw_start, s.quote_key;
