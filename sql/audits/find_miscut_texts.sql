-- severity: block
-- table: core.cut_text
-- reason: A text without its repeated lines is as long as what is left, and its offset map leads to the same characters.
select c.article_key, 'length' as fault, len(c.clean_text) as place
from core.cut_text as c
inner join core.article_text as t on t.article_key = c.article_key
where c.run_key = getvariable('run_key')
    and len(c.clean_text) + if(c.clean_text = '', -2, 0) <> len(t.clean_text) - list_sum(
        list_transform(c.spans, lambda span: span.clean_end - span.clean_start + 2)
    )
union all
select m.article_key, 'offset map', m.clean_start
from (
    select c.article_key, c.clean_text, t.raw_text, unnest(c.offset_map, recursive := true)
    from core.cut_text as c
    inner join core.article_text as t on t.article_key = c.article_key
    where c.run_key = getvariable('run_key')
) as m
where substring(m.clean_text, m.clean_start + 1, m.char_count) <> substring(m.raw_text, m.raw_start + 1, m.char_count)
