"""Mentions of a parsed article, each with the fullest name of its entity there."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from articles.coreference.full_names import name_mentions
from articles.lexicon.gazetteers import read_data, read_name_words
from articles.mentions.candidates import NAME_TYPES
from articles.mentions.find_mentions import find_mentions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from articles.parsing.tokens import Tokens
    from articles.records import CleanArticle, Mention

KINSHIP = frozenset(read_data("words")["kinship"]["words"])
_LAST_WORD = re.compile(r"([\w-]+),? $")
_KIN_REACH = 40
# Words between two names of one person: "(born ", ", better known as ", ", who goes by ". An active verb is none of
# them: who "called Anna Pell" named or rang somebody else.
_ALIAS = re.compile(
    r"(?:,? \(?(?:who )?(?:is |was )?(?:\w+ly |also |better |best |otherwise )?known(?: \w+ly| to \w+)? (?:as|by)"
    r"|(?:(?:,? who)? (?:is|was) |, | \()(?:\w+ly )?nicknamed"
    r"|(?:(?:,? who)? (?:is|was) | \()(?:\w+ly |also |better |best |otherwise )?(?:called|dubbed)"
    r"|,? \(?(?:who |and )?(?:goes|went|performs|performed|writes|wrote) (?:by|as|under)"
    r"|(?:, | \()(?:a\.?k\.?a\.?|alias|born|n[ée]e))(?: the(?: stage| pen)? name(?: of)?)? [\"“‘']?"
)


def find_named_mentions(tokens: Tokens, article: CleanArticle) -> list[Mention]:
    """Mentions in an article in their order, each with the fullest name of its entity."""
    mentions = find_mentions(tokens, article)
    text = article.clean_text
    relatives = {each.clean_start for each in mentions if each.entity_type == "PERSON" and _follows_kin(text, each)}
    genders = _read_title_genders(tokens, mentions)
    aliases = [*_find_aliases(text, mentions)]
    # A stage name's last word, later by itself, reads like an organisation: "DJ Luma ... Luma said".
    organisations = {each.entity_name for each in mentions if each.entity_type == "ORG"}
    aliases += [(name, last) for name, alias in aliases if (last := alias.split()[-1]) in organisations - {alias}]
    also_called = {alias for _, alias in aliases}
    mentions = [replace(each, entity_type="PERSON") if each.entity_name in also_called else each for each in mentions]
    return name_mentions(mentions, article.body_start, genders, relatives, aliases)


def _find_aliases(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[str, str]]:
    """Pairs of names that the text gives to one person: "Anna Pell, better known as Annie"."""
    for one, other in pairwise(mentions):
        is_pair = one.entity_type == "PERSON" and other.entity_type in NAME_TYPES
        if is_pair and _ALIAS.fullmatch(text, one.clean_end, other.clean_start):
            yield one.entity_name, other.entity_name


def _read_title_genders(tokens: Tokens, mentions: list[Mention]) -> dict[int, str]:
    """ "m" or "f" by `clean_start` for persons whose title shows it: "Mrs. Clinton"."""
    titles = read_name_words().titles
    genders: dict[int, str] = {}
    for mention in mentions:
        token = tokens.find_token(mention.clean_start)
        gender = titles.get(tokens.forms[token - 1]) if token and mention.entity_type == "PERSON" else None
        if gender in ("m", "f"):
            genders[mention.clean_start] = gender
    return genders


def _follows_kin(text: str, mention: Mention) -> bool:
    """Whether a name follows a word of kinship, as in "his daughter Ada Quill" or "his wife, Ada Quill"."""
    before = _LAST_WORD.search(text, max(mention.clean_start - _KIN_REACH, 0), mention.clean_start)
    return before is not None and before[1].casefold() in KINSHIP
