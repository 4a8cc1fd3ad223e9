-- severity: warn
-- table: core.fact_article
-- reason: A long article in English without one mention and one quote was probably read badly.
select a.source_path, f.word_count
from core.fact_article as f
inner join core.dim_article as a on a.article_key = f.article_key and a.is_current
where f.word_count > 400 and a.language = 'en' and f.mention_count = 0 and f.quote_count = 0
    and f.run_key = getvariable('run_key')
