select quote_key, other_quote_key, match_score
from core.quote_pair
where not is_repeat and quote_key in (from component_quote) and other_quote_key in (from component_quote)
order by all;
