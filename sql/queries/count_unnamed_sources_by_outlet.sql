-- question: How often does each outlet quote sources that it does not name?
select
    outlet_name,
    count(*) as quote_count,
    count(*) filter (speaker_name is null) as without_source_count,
    count(*) filter (speaker_name is not null and speaker_type = 'DESCRIPTION') as described_count,
    count(*) filter (speaker_name is null or speaker_type = 'DESCRIPTION') / count(*) as unnamed_share
from mart.quotes
group by outlet_name
order by unnamed_share desc, outlet_name nulls last;
