-- Of the files found, those that are as they were and that are read again for another extractor alone.
-- found_file: root_path, source_path, byte_count, modified_at_ns, revision_id
select found.root_path, found.source_path, known.record_count, known.extractor_version
from found_file as found
inner join meta.source_file as known
    on known.root_path = found.root_path
    and known.source_path = found.source_path
    and known.byte_count = found.byte_count
    and known.modified_at_ns is not distinct from found.modified_at_ns
    and known.revision_id is not distinct from found.revision_id
where known.extractor_version <> getvariable('extractor_version')
    and (found.modified_at_ns is not null or found.revision_id is not null)
order by found.root_path, found.source_path;
