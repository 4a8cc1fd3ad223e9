-- Take out of staging the articles whose content the warehouse holds and keeps. known_content: content_hash
delete from staging.articles where content_hash in (select content_hash from known_content);
delete from staging.removed_spans where content_hash in (select content_hash from known_content);
delete from staging.embedded_posts where content_hash in (select content_hash from known_content);
delete from staging.mentions where content_hash in (select content_hash from known_content);
delete from staging.quotes where content_hash in (select content_hash from known_content);
delete from staging.entity_roles where content_hash in (select content_hash from known_content);
