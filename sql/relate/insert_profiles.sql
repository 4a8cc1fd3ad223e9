-- profiled: article_key, stem, weight, stem_rank, lead_weight, headline_weight
insert into core.article_stem by name from profiled;
