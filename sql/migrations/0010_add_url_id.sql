-- It is made by the reader, which knows more trackers; until an article is read again its address stands in here
-- without what most forms of one differ by.
alter table core.dim_article add column url_id VARCHAR;

update core.dim_article set
    url_id = 'https://' || rtrim(
        regexp_replace(
            regexp_replace(url, '^https?://(www[0-9]?\.)?', '', 'i'), '(\?(utm_|fbclid=|gclid=).*|#[^!/]*)$', ''
        ),
        '/'
    )
where url is not null;
