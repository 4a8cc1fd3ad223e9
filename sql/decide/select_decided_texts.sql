-- Words that somebody decided are the quote, with the text that they are looked for in and where the quote begins.
select s.decision_key, p.quote_key, p.article_key, s.value as quote_text, p.raw_start, t.raw_text
from standing_decision as s
inner join placed_quote as p on p.decision_key = s.decision_key
inner join core.article_text as t on t.article_key = p.article_key
where s.kind = 'quote_text' and s.is_last
order by all;
