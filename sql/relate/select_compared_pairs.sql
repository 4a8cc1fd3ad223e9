select article_key, other_article_key, similarity
from compared_pair
where place >= getvariable('first_place') and place < getvariable('first_place') + getvariable('slice_size')
order by all;
