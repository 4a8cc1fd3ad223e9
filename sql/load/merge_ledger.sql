-- What became of each record that was opened, and the ledger of those of the slice at hand; rows are written only where
-- they say something new. A record that leads to no version that is loaded belongs to the last slice, when all is known.
-- A copy of a record that was held back was held back with it, for the same reason.
create or replace temp table record_outcome as
select
    r.root_path,
    r.file_path,
    r.source_path,
    r.content_hash,
    case
        when starts_with(r.outcome, 'pending') and v.article_key is null then 'quarantined'
        when starts_with(r.outcome, 'pending') and (v.root_path, v.source_path) <> (r.root_path, r.source_path) then 'duplicate'
        when starts_with(r.outcome, 'pending') then 'loaded'
        when
            r.outcome = 'duplicate' and (v.root_path, v.source_path) = (r.root_path, r.source_path)
            and not bool_or(starts_with(r.outcome, 'pending')) over (partition by r.root_path, r.source_path, r.content_hash)
            then 'loaded'  -- the file that held the content before, met behind a copy
        when r.outcome = 'duplicate' and v.article_key is null and known.article_id is null then 'quarantined'
        else r.outcome
    end as outcome,
    case
        when starts_with(r.outcome, 'pending') and v.article_key is null then 'failed_validation'
        when r.outcome = 'duplicate' and v.article_key is null and known.article_id is null
            then coalesce(rejected.reason_code, 'failed_validation')
        else r.reason_code
    end as reason_code,
    coalesce(v.article_id, known.article_id) as article_id,
    coalesce(v.slice_number, (select max(slice_number) from planned_version), 1) as slice_number
from staging.source_records as r
left join planned_version as v
    on v.content_hash = r.content_hash and r.outcome in ('pending', 'pending_copy', 'duplicate')
left join (
    select content_hash, arg_min(article_id, (not is_current, article_id)) as article_id
    from core.dim_article
    group by all
) as known on known.content_hash = r.content_hash
left join (
    select content_hash, min(reason_code) as reason_code
    from staging.source_records
    where outcome = 'quarantined'
    group by all
) as rejected on rejected.content_hash = r.content_hash;

delete from meta.source_record
where (root_path, file_path) in (select (root_path, source_path) from staging.source_files)
    and (root_path, file_path, source_path) not in (select (root_path, file_path, source_path) from record_outcome);

merge into meta.source_record as known
using (
    select
        * exclude (slice_number) replace (case when outcome = 'unchanged' then 'loaded' else outcome end as outcome),
        getvariable('run_key') as run_key
    from (
        from record_outcome
        -- Two records of a file can bear one path: a record's id is the number of another's line.
        qualify row_number() over (
            partition by root_path, file_path, source_path order by outcome = 'quarantined', content_hash
        ) = 1
    )
    where slice_number = getvariable('slice_number')
) as seen
on known.root_path = seen.root_path and known.file_path = seen.file_path and known.source_path = seen.source_path
when matched and (
    known.content_hash is distinct from seen.content_hash
    or known.outcome is distinct from seen.outcome
    or known.reason_code is distinct from seen.reason_code
    or known.article_id is distinct from seen.article_id
) then update set
    content_hash = seen.content_hash,
    outcome = seen.outcome,
    reason_code = seen.reason_code,
    article_id = seen.article_id,
    run_key = seen.run_key
when not matched then insert by name;
