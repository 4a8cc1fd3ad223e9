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

-- What ties two together, in both directions: pairs that score enough, and those that people decided are the same. The
-- pairs of the whole warehouse are read once and not at each step.
create or replace temp table quote_tie as
with tie as (
    select quote_key, other_quote_key
    from core.quote_pair
    where match_score >= getvariable('quote_threshold') and not is_repeat
    union all
    select quote_key, other_quote_key from core.decided_pair where is_same
)
from tie
union all
select other_quote_key, quote_key from tie;

create or replace temp table article_tie as
with tie as (
    select article_key, other_article_key from core.article_pair where story_score >= getvariable('story_threshold')
)
from tie
union all
select other_article_key, article_key from tie;
