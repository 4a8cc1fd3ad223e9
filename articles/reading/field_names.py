"""Names of an article's fields in common exports and in a user's own exports.

The names are those of schema.org, of newspaper and news-please dumps, of RSS readers and of press archives' exports.
"""

from __future__ import annotations

from dataclasses import dataclass

TEXT_FIELDS = ("text", "content", "maintext", "articleBody", "article_body", "body", "full_text", "fulltext",
               "article_text", "bodyText", "body_text", "raw_text", "article", "story", "plain_text",
               "fields.bodyText", "fields.body",
               "story_text", "main_text", "article_content", "news_text", "texto", "texte")  # fmt: skip
FIELDS: dict[str, tuple[str, ...]] = {
    "headline": ("title", "headline", "headline_main", "webTitle", "titel", "article_title", "titulo", "titre", "name"),
    "subtitle": ("subtitle", "description", "abstract", "standfirst", "summary", "trailText", "lead", "dek"),
    "url": ("url", "canonical_url", "link", "webUrl", "web_url", "uri", "source_url", "article_url"),
    "outlet": ("outlet", "source", "publication", "publisher", "source_name", "sitename", "site_name", "newspaper",
               "media_name", "source_domain", "domain", "site", "fields.publication", "quelle", "fuente"),
    "authors": ("authors", "author", "byline", "creator", "author_name", "author_names", "writers",
                "fields.byline", "autor", "autoren", "auteur"),
    "section": ("section", "articleSection", "section_name", "sectionName", "category", "news_desk"),
    "published": ("published", "date", "publishDate", "publish_date", "date_publish", "datePublished", "published_at",
                  "publishedAt", "published_on", "pub_date", "pubDate", "publication_date", "webPublicationDate",
                  "date_published", "published_date", "timestamp", "created_at", "datum", "fecha"),
    "updated": ("updated", "dateModified", "date_modify", "modified", "updated_at", "updatedAt", "last_modified"),
    "language": ("language", "lang", "inLanguage"),
    "place": ("dateline", "dateline_place"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldNames:
    """A user's own names, which are tried before the usual ones, in any letter case.

    A name with dots leads into objects: "meta.title" is the field title of the object under meta.
    """

    text: tuple[str, ...] = ()
    headline: tuple[str, ...] = ()
    subtitle: tuple[str, ...] = ()
    url: tuple[str, ...] = ()
    outlet: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    place: tuple[str, ...] = ()

    def list_names(self, kind: str) -> tuple[str, ...]:
        """All names of one kind of field, the user's own first."""
        usual = TEXT_FIELDS if kind == "text" else FIELDS[kind]
        return (*getattr(self, kind), *usual)


USUAL_NAMES = FieldNames()
