-- Surrogate keys are 63-bit hashes of natural keys: every rebuild gives the same keys, and no sequence has to be kept.
create or replace temp macro key_of(natural_key) as (md5_number(natural_key) & 9223372036854775807)::bigint;
create or replace temp macro name_key_of(entity_type, entity_name) as key_of(concat_ws('|', 'name', entity_type, entity_name));
create or replace temp macro outlet_id_of(outlet_name) as regexp_replace(lower(trim(outlet_name)), '^the\s+', '');
-- All that Python's str.split() takes for white space; \s alone is that of ASCII.
create or replace temp macro fold_space(raw_text) as trim(regexp_replace(
    raw_text,
    '[\s\v\x1c-\x1f\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+', ' ', 'g'
));
