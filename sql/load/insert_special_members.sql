-- Every dimension has member -1 (unknown) and, where a fact can have none of it, member -2 (not applicable), so that
-- every fact joins every dimension and none is lost to an inner join.
insert into core.dim_outlet (outlet_key, outlet_id)
select -1, 'unknown' where not exists (from core.dim_outlet where outlet_key = -1);

insert into core.dim_author (author_key, author_id)
select -1, 'unknown' where not exists (from core.dim_author where author_key = -1);

insert into core.dim_date (date_key)
select -1 where not exists (from core.dim_date where date_key = -1);

insert into core.dim_entity (entity_key, entity_id)
select entity_key, entity_id
from (values (-1, 'unknown'), (-2, 'not applicable')) as special (entity_key, entity_id)
where not exists (from core.dim_entity as known where known.entity_key = special.entity_key);

insert into core.dim_statement (statement_key, statement_id)
select -1, 'unknown' where not exists (from core.dim_statement where statement_key = -1);

insert into core.dim_story (story_key, story_id)
select -1, 'unknown' where not exists (from core.dim_story where story_key = -1);

insert into core.dim_cue (cue_key, cue_lemma, cue_class)
select cue_key, cue_lemma, cue_class
from (values (-1, 'unknown', 'unknown'), (-2, 'not applicable', 'none')) as special (cue_key, cue_lemma, cue_class)
where not exists (from core.dim_cue as known where known.cue_key = special.cue_key);
