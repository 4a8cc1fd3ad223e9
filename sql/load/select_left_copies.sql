-- Copies that are all there is of their content once this run is loaded, because each file that holds the content now
-- tells something else: they have to be read. Whether it is a newer version of the same article shows only when it is
-- extracted, see find_standing_copies.
-- read_record: root_path, file_path, source_path, content_hash, outcome of the records read so far
with
moving as (
    select root_path, source_path
    from read_record
    group by all
    having bool_or(starts_with(outcome, 'pending'))
),
left_behind as (
    select distinct content_hash
    from core.dim_article
    where (root_path, source_path) in (select (root_path, source_path) from moving)
),
-- What each file holds of the articles that these contents belong to.
held_by_path as (
    select content_hash, root_path, source_path, extractor_version, retired_at
    from core.dim_article
    where article_id in (
        select article_id from core.dim_article where content_hash in (select content_hash from left_behind)
    )
    qualify row_number() over (partition by article_id, root_path, source_path order by version desc) = 1
),
left_content as (
    select held.content_hash
    from held_by_path as held
    left join moving on moving.root_path = held.root_path and moving.source_path = held.source_path
    where held.content_hash in (select content_hash from left_behind)
        and held.extractor_version = getvariable('extractor_version')
        and held.retired_at is null
    group by held.content_hash
    having bool_and(moving.source_path is not null)
),
read_anyway as (
    select content_hash
    from read_record
    where content_hash is not null and (starts_with(outcome, 'pending') or outcome = 'unchanged')
)
select root_path, file_path, content_hash
from (
    select root_path, file_path, content_hash from read_record where outcome = 'duplicate'
    union
    select root_path, file_path, content_hash from meta.source_record where outcome = 'duplicate'
)
where content_hash in (select content_hash from left_content)
    and content_hash not in (select content_hash from read_anyway)
order by all;
