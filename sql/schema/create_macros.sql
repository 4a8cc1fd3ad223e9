-- Surrogate keys are 63-bit hashes of natural keys: every rebuild gives the same keys, and no sequence has to be kept.
create or replace temp macro key_of(natural_key) as (md5_number(natural_key) & 9223372036854775807)::bigint;
-- A surname alone and a description mean something in their own article only; every other name means the same everywhere.
create or replace temp macro name_scope_of(entity_type, entity_name, article_key) as case
    when entity_type = 'DESCRIPTION' or (entity_type = 'PERSON' and not contains(entity_name, ' ')) then article_key
end;
create or replace temp macro name_key_of(entity_type, entity_name, article_key) as key_of(
    concat_ws('|', 'name', entity_type, entity_name, name_scope_of(entity_type, entity_name, article_key))
);
-- How often a name is borne (borne_name), and in how many articles: mentions count where there are any.
create or replace temp macro count_borne(mention_count) as coalesce(sum(mention_count), count(*))::bigint;
create or replace temp macro count_bearing(article_key, mention_count) as coalesce(
    nullif(count(distinct article_key) filter (mention_count is not null), 0), count(distinct article_key)
);
create or replace temp macro outlet_id_of(outlet_name) as regexp_replace(lower(trim(outlet_name)), '^the\s+', '');
-- All that Python's str.split() takes for white space; \s alone is that of ASCII.
create or replace temp macro fold_space(raw_text) as trim(regexp_replace(
    raw_text,
    '[\s\v\x1c-\x1f\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+', ' ', 'g'
));
create or replace temp macro count_words(clean_text) as coalesce(len(string_split(nullif(fold_space(clean_text), ''), ' ')), 0);
-- Shorter paragraphs are subheadings, names of who speaks and refrains of honest prose; longer ones are told, not put in.
-- The white space of clean paragraphs is folded already.
create or replace temp macro may_repeat(line_text) as
    len(line_text) between 45 and 600 and len(string_split(line_text, ' ')) >= 7;
create or replace temp macro line_hash_of(line_text) as key_of('line|' || lower(line_text));
-- What two texts have in common that are the same but for marks, white space and omissions.
create or replace temp macro letters_of(raw_text) as regexp_replace(raw_text, '[^\p{L}\p{N}]+', '', 'g');
-- Characters that are not white space.
create or replace temp macro count_solid(raw_text) as len(replace(fold_space(raw_text), ' ', ''));
-- Whether a clean span lies in cut lines (core.cut_text.spans); the empty line behind each belongs to it.
create or replace temp macro is_covered(spans, span_start, span_end) as coalesce(
    list_sum(list_transform(
        spans,
        lambda cut: greatest(least(cut.clean_end + 2, span_end) - greatest(cut.clean_start, span_start), 0)
    )) >= span_end - span_start,
    false
);
-- Paragraphs of the clean texts in the table of that name (article_key, clean_text, body_start).
create or replace temp macro paragraphs_of(texts) as table (
    select
        article_key,
        body_start,
        line_number::integer as line_number,
        line_text,
        coalesce(
            sum(len(line_text) + 2) over (
                partition by article_key order by line_number rows between unbounded preceding and 1 preceding
            ),
            0
        )::integer as clean_start,
        (clean_start + len(line_text))::integer as clean_end
    from (
        select article_key, body_start, unnest(parts) as line_text, generate_subscripts(parts, 1) as line_number
        from (
            select article_key, body_start, string_split(clean_text, chr(10) || chr(10)) as parts
            from query_table(texts)
        )
    )
);
-- A decision is the same where the same person said the same of the same subject at the same moment. parts: the subject,
-- the other one and what was decided, as texts.
create or replace temp macro decision_key_of(kind, parts, decided_by, decided_at) as key_of(concat_ws(
    '|', 'decision', kind, array_to_string(list_transform(parts, lambda part: coalesce(part, '')), '|'), decided_by,
    decided_at::varchar
));
-- Letters and digits of a quote, whatever its marks, white space and letter case: a decision on it is bound to them.
create or replace temp macro quote_hash_of(quote_text) as
    left(md5(lower(letters_of(nfc_normalize(quote_text)))), 16);
-- What a source of that entity type is; the kinds that only the article tells (author, outlet) are not among them.
create or replace temp macro source_kind_of(entity_type) as case
    when entity_type is null then 'none'
    when entity_type = 'PERSON' then 'person'
    when entity_type = 'NORP' then 'group'
    when entity_type in ('WORK_OF_ART', 'LAW') then 'document'
    when entity_type = 'DESCRIPTION' then 'anonymous'
    else 'organisation'
end;
