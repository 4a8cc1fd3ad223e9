-- What is new or was touched; getvariable('..._threshold') is the least score that ties two together.
create or replace temp table component_quote as
select q.quote_key
from mart.quote_versions as q inner join new_article as n on n.article_key = q.article_key
where q.review is distinct from 'rejected'
union
select t.quote_key from touched_quote as t
inner join mart.quote_versions as q on q.quote_key = t.quote_key and q.review is distinct from 'rejected'
inner join core.judged_article as j on j.article_key = q.article_key;

create or replace temp table component_article as
select article_key from new_article
union
select t.article_key from touched_article as t inner join core.judged_article as j on j.article_key = t.article_key;
