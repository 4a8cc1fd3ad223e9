-- Of several spellings of one author the first by alphabet stands, so that the order of the files does not matter.
merge into core.dim_author as known
using (
    select lower(author_name) as author_id, min(author_name) as author_name
    from (select unnest(author_names) as author_name from staging.articles)
    group by all
) as seen
on known.author_id = seen.author_id
when matched and seen.author_name < known.author_name then update set author_name = seen.author_name
when not matched then
    insert (author_key, author_id, author_name)
    values (key_of('author|' || seen.author_id), seen.author_id, seen.author_name);
