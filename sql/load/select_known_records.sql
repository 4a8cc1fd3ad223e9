-- Of the contents read, those that are a current article. read_content: content_hash
select a.content_hash, a.article_id, a.root_path, a.source_path, a.extractor_version
from core.dim_article as a
inner join read_content using (content_hash)
where a.is_current
order by all;
