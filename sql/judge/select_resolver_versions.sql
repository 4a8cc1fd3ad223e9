-- The versions of the rules that the names were judged by; none before the first resolution.
select distinct resolver_version
from core.name_block
order by all;
