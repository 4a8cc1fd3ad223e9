-- The versions that slice getvariable('slice_number') writes and moves, as the statements that load it read them.
create or replace temp table staged_version as
select * exclude (slice_number)
from planned_version
where slice_number = getvariable('slice_number') and content_hash is not null;

create or replace temp table moved_version as
select article_key, version, valid_from, valid_to, retired_at
from planned_version
where slice_number = getvariable('slice_number') and content_hash is null;
