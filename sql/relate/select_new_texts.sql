-- Slice of new articles from getvariable('first_place'), getvariable('slice_size') of them.
select a.article_key, a.headline, t.clean_text
from new_article as n
inner join core.dim_article as a on a.article_key = n.article_key
inner join core.article_text as t on t.article_key = n.article_key
where n.place >= getvariable('first_place') and n.place < getvariable('first_place') + getvariable('slice_size')
order by a.article_key;
