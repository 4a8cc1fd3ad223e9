-- Lines are kept of the versions loaded before too, so that the next run learns from all there are.
alter table core.fact_mention add column is_cut BOOLEAN default false;
alter table core.fact_quote add column is_cut BOOLEAN default false;

create table core.article_line (
    article_key BIGINT,
    line_number INTEGER,
    line_hash   BIGINT,
    clean_start INTEGER,
    clean_end   INTEGER
);
insert into core.article_line by name
select article_key, line_number, line_hash_of(line_text) as line_hash, clean_start, clean_end
from paragraphs_of('core.article_text')
where may_repeat(line_text) and clean_start >= body_start;
