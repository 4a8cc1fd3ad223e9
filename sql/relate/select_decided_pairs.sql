-- Quotes of components of which somebody decided that they report one utterance, or do not.
select quote_key, other_quote_key, is_same
from core.decided_pair
where quote_key in (from component_quote) and other_quote_key in (from component_quote)
order by all;
