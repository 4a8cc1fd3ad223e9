-- Every name in every article version that bears it, those in repeated lines among them, so that what is cut changes no
-- judgement on a name. Names of mentions, sources, addressees and roles alike; roles count no mention. A speaker whom
-- people decided on has no count: it matters only where no fact bears the name, so that a decision on a quote does not
-- make names be judged anew. A row for each time a name is borne: readers ask for some names and count only these.
create or replace temp view borne_name as
select entity_name, entity_type, article_key, 1 as mention_count
from core.fact_mention
union all
select speaker_name, speaker_type, article_key, 1
from core.fact_quote
where speaker_name is not null
union all
select b.speaker_name, b.speaker_type, q.article_key, 1
from core.bridge_quote_speaker as b
inner join core.fact_quote as q on q.quote_key = b.quote_key and q.speaker_name_key <> b.speaker_name_key
union all
select addressee_name, addressee_type, article_key, 1
from core.fact_quote
where addressee_name is not null
union all
select entity_name, entity_type, article_key, 0
from core.fact_entity_role
union all
select organization_name, 'ORG', article_key, 0
from core.fact_entity_role
where organization_name is not null
union all
select speaker_name, speaker_type, article_key, null
from core.decided_quote
where speaker_name is not null;
