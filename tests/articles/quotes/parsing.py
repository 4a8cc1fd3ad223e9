"""Parsed invented sentences, for tests of what is read from the parse."""

from functools import cache

from spacy.language import Language

from articles.coreference.named_mentions import find_named_mentions
from articles.parsing.language_model import load_model, parse_texts
from articles.parsing.tokens import Tokens, read_tokens
from articles.records import CleanArticle, Mention, Metadata, RawArticle
from articles.text.offsets import apply_edits


@cache
def read_model() -> Language:
    return load_model()


def make_article(text: str, body_start: int = 0) -> CleanArticle:
    clean_text, offsets = apply_edits(text, [])
    raw = RawArticle("invented.txt", "text", "utf-8", "0", text)
    return CleanArticle(raw, clean_text, body_start, offsets, Metadata(), (), ())


def parse(text: str) -> Tokens:
    return read_tokens(next(parse_texts(read_model(), [text])), text)


def mention(text: str, body_start: int = 0) -> list[Mention]:
    return find_named_mentions(parse(text), make_article(text, body_start))


def list_names(text: str) -> list[tuple[str, str, str]]:
    """(text as it stands, type, name) of the mentions of a text."""
    return [
        (text[found.clean_start : found.clean_end], found.entity_type, found.entity_name) for found in mention(text)
    ]
