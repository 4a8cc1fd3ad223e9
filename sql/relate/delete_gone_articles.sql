-- What hung together with an article that is gone may hang together no longer: it is grouped anew.
create or replace temp table touched_quote as
select quote_key from core.quote_pair where other_article_key in (from gone_article select article_key)
union
select other_quote_key from core.quote_pair where article_key in (from gone_article select article_key);

create or replace temp table touched_article as
select article_key from core.article_pair where other_article_key in (from gone_article select article_key)
union
select other_article_key from core.article_pair where article_key in (from gone_article select article_key);

delete from core.quote_pair
where article_key in (from gone_article select article_key)
    or other_article_key in (from gone_article select article_key);
delete from core.article_pair
where article_key in (from gone_article select article_key)
    or other_article_key in (from gone_article select article_key);
delete from core.article_stem where article_key in (from gone_article select article_key);
delete from core.judged_article where article_key in (from gone_article select article_key);
