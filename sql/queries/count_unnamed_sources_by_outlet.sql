-- question: How often does each outlet quote persons that it does not name?
-- filters: since until outlet about min_confidence
select
    outlet_name,
    count(*) as quote_count,
    count(*) filter (source_kind = 'anonymous') as anonymous_count,
    count(*) filter (source_kind = 'anonymous' and anonymity_text is not null) as stated_count,
    count(*) filter (source_kind in ('none', 'unresolved')) as without_source_count,
    count(*) filter (source_kind = 'anonymous') / count(*) as anonymous_share
from mart.quotes
where is_certain and medium is distinct from 'post'
group by outlet_name
order by anonymous_share desc, outlet_name nulls last;
