create or replace temp table staged_text as
select article_key, clean_text, body_start
from core.article_text
where article_key in (select article_key from staged_version);

insert into core.article_line by name
select article_key, line_number, line_hash_of(line_text) as line_hash, clean_start, clean_end
from paragraphs_of('staged_text')
where may_repeat(line_text) and clean_start >= body_start;
