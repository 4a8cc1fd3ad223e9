-- question: Which rows of mart.statements belong to the quotes that a named query reads?
-- through: quotes
select f.*
from mart.statements as f
where f.statement_key in (select statement_key from mart.quotes)
