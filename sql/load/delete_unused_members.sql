-- Members that nothing points to any more would make a warehouse differ from one built afresh.
delete from core.dim_statement
where statement_key <> -1 and statement_key not in (select statement_key from core.fact_quote);

delete from core.dim_story
where story_key <> -1 and story_key not in (select story_key from core.fact_article);

delete from core.dim_entity
where entity_key not in (-1, -2) and entity_key not in (select entity_key from core.resolution);
