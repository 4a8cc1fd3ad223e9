-- severity: block
-- table: core
-- reason: What the run stored as the text of a span is what stands at its offsets: white space folded, of quotes letters and digits.
-- Of a text with mojibake (UTF-8 read as Windows-1252) the mended form is stored: only plain letters and digits can be compared.
-- substring() takes a tenth of the time of a slice, and folding is dear while most texts need none.
select table_name, row_key, stored_text, found_text
from (
    select
        'core.fact_mention' as table_name,
        m.mention_key as row_key,
        m.mention_text as stored_text,
        substring(t.raw_text, m.raw_start + 1, m.raw_end - m.raw_start) as found_text
    from core.fact_mention as m
    inner join core.article_text as t using (article_key)
    where m.run_key = getvariable('run_key')
    union all
    select
        'core.fact_entity_role',
        r.entity_role_key,
        r.role_text,
        substring(t.raw_text, r.raw_start + 1, r.raw_end - r.raw_start)
    from core.fact_entity_role as r
    inner join core.article_text as t using (article_key)
    where r.run_key = getvariable('run_key')
    union all
    select
        'core.fact_removed_span',
        s.removed_span_key,
        s.removed_text,
        substring(t.raw_text, s.raw_start + 1, s.raw_end - s.raw_start)
    from core.fact_removed_span as s
    inner join core.article_text as t using (article_key)
    where s.run_key = getvariable('run_key')
    union all
    select 'core.repeated_span', s.repeated_span_key, s.removed_text, substring(t.raw_text, s.raw_start + 1, s.raw_end - s.raw_start)
    from (
        select repeated_span_key, article_key, unnest(pieces, recursive := true)
        from core.repeated_span
        where run_key = getvariable('run_key')
    ) as s
    inner join core.article_text as t using (article_key)
    union all
    select
        'core.fact_quote',
        quote_key,
        any_value(quote_text),
        string_agg(substring(raw_text, fragment.raw_start + 1, fragment.raw_end - fragment.raw_start), ' ' order by fragment.raw_start)
    from (
        select q.quote_key, q.quote_text, t.raw_text, unnest(q.fragments) as fragment
        from core.fact_quote as q
        inner join core.article_text as t using (article_key)
        where q.run_key = getvariable('run_key') and q.clean_start is not null
    )
    group by quote_key
)
where case
    when found_text = stored_text then false
    when table_name = 'core.fact_quote' and letters_of(found_text) = letters_of(stored_text) then false
    when fold_space(found_text) = fold_space(stored_text) then false
    when regexp_matches(found_text, '[\x{80}-\x{9f}]|[\x{c2}-\x{f4}][^ -~]')
        then regexp_replace(found_text, '[^0-9A-Za-z]+', '', 'g') <> regexp_replace(stored_text, '[^0-9A-Za-z]+', '', 'g')
    else true
end
