-- cue_list: cue_lemma, cue_class
merge into core.dim_cue as known
using (select cue_lemma, cue_class from cue_list) as listed
on known.cue_lemma = listed.cue_lemma
when matched and listed.cue_class is distinct from known.cue_class then update set cue_class = listed.cue_class
when not matched then
    insert (cue_key, cue_lemma, cue_class)
    values (key_of('cue|' || listed.cue_lemma), listed.cue_lemma, listed.cue_class);
