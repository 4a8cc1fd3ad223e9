select (select count(*) from component_quote) + (select count(*) from component_article) as member_count;
