-- question: Which rejected quotes does a named query read? A condition is left out where the filter above it is not given.
select f.*
from mart.rejected_quotes as f
where true
    -- filter: since
    and f.published_on >= $since::date
    -- filter: until
    and f.published_on <= $until::date
    -- filter: outlet
    and contains(lower(f.outlet_name), lower($outlet))
    -- filter: about
    and (
        regexp_matches(f.quote_text, $about, 'i')
        or f.quote_key in (
            select q.quote_key
            from mart.rejected_quotes as q
            inner join mart.mentions as m
                on m.article_key = q.article_key and m.raw_start >= q.raw_start and m.raw_end <= q.raw_end
            -- A broken quote's envelope holds its attribution too: the mention must lie in a piece of the quote itself.
            where regexp_matches(m.entity_name, $about, 'i')
                and len(list_filter(q.fragments, lambda p: m.raw_start >= p.raw_start and m.raw_end <= p.raw_end)) > 0
        )
    )
    -- filter: source_kind
    and list_contains(string_split($source_kind, ','), f.source_kind)
    -- filter: min_confidence
    and f.confidence >= $min_confidence::double
