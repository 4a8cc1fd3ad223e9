-- question: Which versions of articles does a named query read? A condition is left out where its filter is not given.
select f.*
from mart.articles as f
where true
    -- filter: since
    and f.published_on >= $since::date
    -- filter: until
    and f.published_on <= $until::date
    -- filter: outlet
    and contains(lower(f.outlet_name), lower($outlet))
    -- filter: about
    and (
        regexp_matches(f.headline, $about, 'i')
        or f.article_key in (
            select m.article_key from mart.mentions as m where regexp_matches(m.entity_name, $about, 'i')
        )
    )
