merge into meta.source_file as known
using (
    select
        f.root_path,
        f.source_path,
        f.byte_count,
        f.modified_at_ns,
        f.revision_id,
        f.content_hash,
        getvariable('extractor_version') as extractor_version,
        case
            when count(distinct r.outcome) > 1 then 'mixed'
            when max(r.outcome) = 'unchanged' then 'loaded'
            else coalesce(max(r.outcome), 'quarantined')
        end as outcome,
        count(r.outcome)::integer as record_count,
        getvariable('run_key') as run_key
    from staging.source_files as f
    left join record_outcome as r on r.root_path = f.root_path and r.file_path = f.source_path
    group by all
) as seen
on known.root_path = seen.root_path and known.source_path = seen.source_path
when matched and (
    known.byte_count is distinct from seen.byte_count
    or known.modified_at_ns is distinct from seen.modified_at_ns
    or known.revision_id is distinct from seen.revision_id
    or known.content_hash is distinct from seen.content_hash
    or known.extractor_version is distinct from seen.extractor_version
    or known.outcome is distinct from seen.outcome
    or known.record_count is distinct from seen.record_count
) then update set
    byte_count = seen.byte_count,
    modified_at_ns = seen.modified_at_ns,
    revision_id = seen.revision_id,
    content_hash = seen.content_hash,
    extractor_version = seen.extractor_version,
    outcome = seen.outcome,
    record_count = seen.record_count,
    run_key = seen.run_key
when not matched then insert by name;
