-- severity: warn
-- table: core.dim_article
-- reason: An article dated after the run that loaded it has a wrong date.
select a.source_path, a.published_on, a.published_source
from core.dim_article as a
inner join meta.run as r using (run_key)
where a.published_on > r.started_at::date + 1
