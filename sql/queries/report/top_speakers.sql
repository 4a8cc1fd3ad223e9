-- question: Who is quoted most in the whole warehouse?
-- stands: until the last change
select
    speaker_name,
    count(*) as quote_count,
    count(*) filter (where quote_type = 'direct') as direct_count,
    count(*) filter (where quote_type = 'mixed') as mixed_count,
    count(distinct article_key) as article_count,
    count(distinct outlet_name) as outlet_count,
    max(published_on) as last_quoted_on
from mart.quotes
where speaker_name is not null and speaker_type <> 'DESCRIPTION'
group by speaker_name
order by quote_count desc, article_count desc, speaker_name
limit 15;
