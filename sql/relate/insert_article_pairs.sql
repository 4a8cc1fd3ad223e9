-- judged_pair: article_key, other_article_key, similarity, day_count, story_score, lead_similarity, headline_share
insert into core.article_pair by name from judged_pair;

create or replace temp table compared_pair as
select *, row_number() over (order by article_key, other_article_key) - 1 as place
from (
    select article_key, other_article_key, similarity from judged_pair
    union all
    select article_key, article_key, 1.0 from new_article
);
