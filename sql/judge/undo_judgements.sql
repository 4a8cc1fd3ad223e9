-- What judgements of a moment put in place goes, and what they retired then holds again, where nothing has taken its
-- place since.
delete from core.judgement where decided_at = getvariable('decided_at');

delete from core.resolution
where retired_at is null
    and decided_at = getvariable('decided_at')
    and name_key in (select name_key from core.resolution where retired_at = getvariable('decided_at'));

update core.resolution set retired_at = null
where retired_at = getvariable('decided_at')
    and name_key not in (select name_key from core.resolution where retired_at is null);
