"""Mentions of a parsed article, each with the fullest name its thing has there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.coreference.full_names import name_mentions
from articles.lexicon.gazetteers import read_data, read_name_words
from articles.mentions.candidates import Reading
from articles.mentions.find_mentions import find_mentions

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from articles.records import CleanArticle, Mention

KINSHIP = frozenset(read_data("words")["kinship"]["words"])
_LAST_WORD = re.compile(r"([\w-]+),? $")
_KIN_REACH = 40


def find_named_mentions(doc: Doc, article: CleanArticle) -> list[Mention]:
    """Mentions in an article in their order, each named as the article names its thing most fully."""
    reading = Reading(doc)
    mentions = find_mentions(reading, article)
    text = article.clean_text
    relatives = {each.clean_start for each in mentions if each.entity_type == "PERSON" and _follows_kin(text, each)}
    return name_mentions(mentions, article.body_start, _read_title_genders(reading, mentions), relatives)


def _read_title_genders(reading: Reading, mentions: list[Mention]) -> dict[int, str]:
    """ "m" or "f" by `clean_start` for persons whose title tells it: "Mrs. Clinton"."""
    titles = read_name_words().titles
    genders: dict[int, str] = {}
    for mention in mentions:
        token = reading.find_token(mention.clean_start)
        gender = titles.get(reading.words[token - 1]) if token and mention.entity_type == "PERSON" else None
        if gender in ("m", "f"):
            genders[mention.clean_start] = gender
    return genders


def _follows_kin(text: str, mention: Mention) -> bool:
    """Whether a name stands behind a word of kinship, as in "his daughter Ada Quill" or "his wife, Ada Quill"."""
    before = _LAST_WORD.search(text, max(mention.clean_start - _KIN_REACH, 0), mention.clean_start)
    return before is not None and before[1].casefold() in KINSHIP
