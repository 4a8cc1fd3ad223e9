-- question: What is said about a person, place or body, and by whom?
-- parameters: entity limit=50
-- filters: since until outlet about source_kind min_confidence
-- unfiltered: m
select distinct q.published_on, q.outlet_name, q.speaker_name, q.quote_text, q.source_path
from mart.quotes as q
inner join mart.mentions as m
    on m.article_key = q.article_key and m.raw_start >= q.raw_start and m.raw_end <= q.raw_end
-- A broken quote's envelope holds its attribution too: the mention must lie in a piece of the quote itself.
where
    contains(lower(m.entity_name), lower($entity))
    and len(list_filter(q.fragments, lambda f: m.raw_start >= f.raw_start and m.raw_end <= f.raw_end)) > 0
order by q.published_on nulls last, q.outlet_name nulls last, q.source_path, q.quote_text
limit $limit::bigint;
