-- resolved_statement: quote_key, statement_id, statement_text, match_score
merge into core.dim_statement as known
using (
    select key_of('statement|' || statement_id) as statement_key, statement_id, min(statement_text) as statement_text
    from resolved_statement
    group by all
) as told
on known.statement_key = told.statement_key
when matched and known.statement_text <> told.statement_text then update set statement_text = told.statement_text
when not matched then
    insert (statement_key, statement_id, statement_text)
    values (told.statement_key, told.statement_id, told.statement_text);

update core.fact_quote set
    statement_key = key_of('statement|' || told.statement_id),
    match_score = told.match_score
from resolved_statement as told
where core.fact_quote.quote_key = told.quote_key
    and (
        core.fact_quote.statement_key <> key_of('statement|' || told.statement_id)
        or core.fact_quote.match_score is distinct from told.match_score
    );
