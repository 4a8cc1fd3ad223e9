-- Of the files found, those that path, size, modification time and revision say are as they were when last read for this extractor.
-- A copy whose original has changed since is read again: it is the only one left.
-- A file of which neither time nor revision is known may have changed.
-- found_file: root_path, source_path, byte_count, modified_at_ns, revision_id
select found.root_path, found.source_path, found.byte_count, found.modified_at_ns, found.revision_id, known.record_count
from found_file as found
inner join meta.source_file as known
    on known.root_path = found.root_path
    and known.source_path = found.source_path
    and known.byte_count = found.byte_count
    and known.modified_at_ns is not distinct from found.modified_at_ns
    and known.revision_id is not distinct from found.revision_id
anti join (
    select record.root_path, record.file_path
    from meta.source_record as record
    anti join (
        from core.dim_article as a
        anti join core.dim_article as later
            on later.article_id = a.article_id
            and later.root_path = a.root_path
            and later.source_path = a.source_path
            and later.version > a.version
        where a.retired_at is null
    ) as held on held.content_hash = record.content_hash
    where record.outcome = 'duplicate'
) as orphan on orphan.root_path = found.root_path and orphan.file_path = found.source_path
where known.extractor_version = getvariable('extractor_version')
    and (found.modified_at_ns is not null or found.revision_id is not null)
order by found.root_path, found.source_path;
