-- Of the contents read, those that the warehouse holds: the content each file held last, be it the current version of
-- its article or one that another file's newer version follows. read_content: content_hash
select a.content_hash, a.article_id, a.root_path, a.source_path, a.extractor_version
from (
    from core.dim_article
    qualify row_number() over (partition by article_id, root_path, source_path order by version desc) = 1
) as a
inner join read_content using (content_hash)
order by all;
