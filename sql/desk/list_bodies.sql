-- question: What do some articles say, for the passages of a search?
select article_key, clean_text[body_start + 1 :] as body_text
from mart.article_texts
where list_contains(string_split($keys, ',')::bigint[], article_key);
