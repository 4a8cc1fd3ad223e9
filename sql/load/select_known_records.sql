-- Of the contents read, those that the warehouse holds: the content each file held last, be it the current version of
-- its article or one that another file's newer version follows. read_content: content_hash
select a.content_hash, a.article_id, a.root_path, a.source_path, a.extractor_version
from core.dim_article as a
inner join read_content using (content_hash)
anti join core.dim_article as later
    on later.article_id = a.article_id
    and later.root_path = a.root_path
    and later.source_path = a.source_path
    and later.version > a.version
where a.retired_at is null  -- what comes back is read again
order by all;
