-- question: Which statements of a story did an outlet leave out, though it published hours after other outlets told them?
-- parameters: outlet="" least_outlets=2 limit=50
-- filters: since until about source_kind min_confidence
select m.story_name, m.outlet_name, m.speaker_name, m.statement_text, m.carried_by, m.first_told_at, m.outlet_told_at
from mart.statement_omissions as m
where m.omission = 'left_out'
    and m.sure_outlet_count >= $least_outlets::bigint
    and contains(lower(m.outlet_name), lower($outlet))
    and m.statement_key in (select q.statement_key from mart.quotes as q)
order by m.sure_outlet_count desc, m.story_name, m.statement_key, m.outlet_name
limit $limit::bigint;
