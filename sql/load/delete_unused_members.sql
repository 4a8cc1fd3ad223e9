-- Members that nothing points to any more would make a warehouse differ from one built afresh.
delete from core.dim_statement
where statement_key <> -1 and not exists (from core.fact_quote as q where q.statement_key = dim_statement.statement_key);

delete from core.dim_story
where story_key <> -1 and not exists (from core.fact_article as f where f.story_key = dim_story.story_key);

delete from core.dim_entity
where entity_key not in (-1, -2)
    and not exists (from core.resolution as r where r.entity_key = dim_entity.entity_key);

delete from core.dim_outlet
where outlet_key <> -1 and not exists (from core.dim_article as a where a.outlet_key = dim_outlet.outlet_key);

delete from core.dim_author
where author_key <> -1
    and not exists (from core.bridge_article_author as b where b.author_key = dim_author.author_key);

-- Days before the first and after the last article go; those between stay, for joins from days.
delete from core.dim_date
where date_key <> -1
    and (
        date_on < (select min(published_on) from core.dim_article)
        or date_on > (select max(published_on) from core.dim_article)
        or not exists (from core.dim_article where published_on is not null)
    );
