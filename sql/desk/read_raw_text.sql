-- question: How does one article stand in its file, with what was cut?
select raw_text from mart.article_texts where article_key = $key::bigint;
