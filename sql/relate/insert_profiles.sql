-- profiled: article_key, stem, weight, stem_rank
insert into core.article_stem by name select article_key, stem, weight, stem_rank from profiled;
