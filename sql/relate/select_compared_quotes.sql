-- All quotes of the articles of a slice of pairs.
with chosen as (
    select article_key from compared_pair
    where place >= getvariable('first_place') and place < getvariable('first_place') + getvariable('slice_size')
    union
    select other_article_key from compared_pair
    where place >= getvariable('first_place') and place < getvariable('first_place') + getvariable('slice_size')
)
select
    q.quote_key, q.article_key, q.parent_quote_key, q.quote_type, q.quote_text, q.speaker_name, q.speaker_type,
    q.raw_start, q.raw_end, q.sentence_number, a.published_on
from mart.quote_versions as q
inner join mart.article_labels as a on a.article_key = q.article_key
where q.article_key in (from chosen) and q.review is distinct from 'rejected'
order by q.quote_key;
