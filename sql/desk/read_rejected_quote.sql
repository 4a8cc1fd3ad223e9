-- question: Which quote did somebody reject?
select * from mart.rejected_quotes where quote_key = $key::bigint;
