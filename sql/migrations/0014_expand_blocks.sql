-- Articles are compared where two of their sixteen strongest stems agree. The next run compares all by the new rules.
comment on table core.article_stem is 'One of the strongest word stems of an article: what it is about. Articles are compared where two of their sixteen strongest agree.';
