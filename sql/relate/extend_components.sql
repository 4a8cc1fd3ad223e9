-- One step further along the pairs, and along those that people decided are the same.
insert into component_quote
select quote_key from core.quote_pair
where match_score >= getvariable('quote_threshold') and not is_repeat and other_quote_key in (from component_quote)
    and quote_key not in (from component_quote)
union
select other_quote_key from core.quote_pair
where match_score >= getvariable('quote_threshold') and not is_repeat and quote_key in (from component_quote)
    and other_quote_key not in (from component_quote)
union
select quote_key from core.decided_pair
where is_same and other_quote_key in (from component_quote) and quote_key not in (from component_quote)
union
select other_quote_key from core.decided_pair
where is_same and quote_key in (from component_quote) and other_quote_key not in (from component_quote);

insert into component_article
select article_key from core.article_pair
where story_score >= getvariable('story_threshold') and other_article_key in (from component_article)
    and article_key not in (from component_article)
union
select other_article_key from core.article_pair
where story_score >= getvariable('story_threshold') and article_key in (from component_article)
    and other_article_key not in (from component_article);
