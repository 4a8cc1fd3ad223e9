-- question: Which rows of mart.quote_speakers belong to the quotes that a named query reads?
-- through: quotes
select f.*
from mart.quote_speakers as f
where f.quote_key in (select quote_key from mart.quotes)
