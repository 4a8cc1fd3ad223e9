-- question: Which rejected quotes does a named query read?
-- like: quotes
select f.*
from mart.rejected_quotes as f;
