-- The quotes of all versions of the articles that decisions stand on, with what a decision is bound to. Quotes in
-- repeated lines that were cut are in no view, so they are not there.
create or replace temp table marked_quote as
select
    q.quote_key,
    q.article_key,
    a.article_id,
    a.is_current,
    a.version,
    q.raw_start,
    q.quote_text,
    quote_hash_of(q.quote_text) as quote_hash,
    (row_number() over (
        partition by q.article_key, quote_hash_of(q.quote_text) order by q.raw_start, q.raw_end, q.quote_number
    ))::integer as place
from core.fact_quote as q
inner join core.dim_article as a on a.article_key = q.article_key
where not q.is_cut
    and a.article_id in (
        select subject_article from core.decision where subject_hash is not null
        union
        select other_article from core.decision where other_hash is not null
        union
        select article_id from core.dim_article semi join asked_article using (article_key)
    );
