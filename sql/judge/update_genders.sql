-- judged_gender: entity_key, gender, gender_source, gender_share
update core.dim_entity set
    gender = judged.gender, gender_source = judged.gender_source, gender_share = judged.gender_share
from judged_gender as judged
where core.dim_entity.entity_key = judged.entity_key
    and (core.dim_entity.gender, core.dim_entity.gender_source, core.dim_entity.gender_share)
    is distinct from (judged.gender, judged.gender_source, judged.gender_share);
