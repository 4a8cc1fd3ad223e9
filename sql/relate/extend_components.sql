-- One step further along the ties.
insert into component_quote
select distinct t.other_quote_key
from quote_tie as t
semi join component_quote as c on c.quote_key = t.quote_key
anti join component_quote as known on known.quote_key = t.other_quote_key;

insert into component_article
select distinct t.other_article_key
from article_tie as t
semi join component_article as c on c.article_key = t.article_key
anti join component_article as known on known.article_key = t.other_article_key;
