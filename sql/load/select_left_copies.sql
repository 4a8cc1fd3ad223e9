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
left_content as (
    select a.content_hash
    from core.dim_article as a
    anti join core.dim_article as later
        on later.article_id = a.article_id
        and later.root_path = a.root_path
        and later.source_path = a.source_path
        and later.version > a.version
    left join moving on moving.root_path = a.root_path and moving.source_path = a.source_path
    where a.content_hash in (
            select held.content_hash
            from core.dim_article as held
            semi join moving on moving.root_path = held.root_path and moving.source_path = held.source_path
        )
        and a.content_hash not in (
            select content_hash
            from read_record
            where content_hash is not null and (starts_with(outcome, 'pending') or outcome = 'unchanged')
        )
        and a.extractor_version = getvariable('extractor_version')
        and a.retired_at is null
    group by a.content_hash
    having bool_and(moving.source_path is not null)
)
select r.root_path, r.file_path, r.content_hash
from read_record as r
semi join left_content using (content_hash)
where r.outcome = 'duplicate'
union
select known.root_path, known.file_path, known.content_hash
from meta.source_record as known
semi join left_content using (content_hash)
where known.outcome = 'duplicate'
order by all;
