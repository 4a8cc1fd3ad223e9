-- Of the files found, those that path, size and modification time say are as they were when last read for this extractor.
-- found_file: root_path, source_path, byte_count, modified_at_ns
select found.root_path, found.source_path, found.byte_count, found.modified_at_ns, known.record_count
from found_file as found
inner join meta.source_file as known using (root_path, source_path, byte_count, modified_at_ns)
where known.extractor_version = getvariable('extractor_version')
order by found.root_path, found.source_path;
