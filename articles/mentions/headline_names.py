"""Persons' names that took in words beside them: "Roe Favors", "Vote Jane Roe" in a headline, "Said Roe" in the text.

A headline in title case hides where a name ends, and a name that is too long renames the person in the whole article.
The body, which writes the name alone, tells its bounds.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from articles.lexicon.gazetteers import read_data, read_first_names, read_known_names

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from articles.parsing.tokens import Tokens
    from articles.records import Mention

_WORDS = read_data("words")["no_given_names"]
_NO_GIVEN = frozenset(_WORDS["words"])  # first names that are mostly words of a headline
_SAYING = frozenset(_WORDS["saying"])


def trim_names(tokens: Tokens, mentions: Sequence[Mention], body_start: int) -> list[Mention]:
    """Mentions in their order, with persons' names cut where the body of the article shows that they end."""
    first = bisect_left(mentions, body_start, key=lambda mention: mention.clean_start)
    names = {each.entity_name for each in mentions[first:] if each.entity_type == "PERSON"}
    surnames = {name.split()[-1] for name in names}
    alone = {name for name in names if " " not in name}
    small = {form for form in tokens.forms if form.islower()} if first else set()
    trimmed = [_trim_headline(each, names, surnames, small) for each in mentions[:first]]
    return trimmed + [_trim_cue(tokens, each, alone) for each in mentions[first:]]


def _trim_headline(
    mention: Mention, names: Collection[str], surnames: Collection[str], small: Collection[str]
) -> Mention:
    words = mention.entity_name.split()
    if mention.entity_type != "PERSON" or len(words) < 2 or mention.entity_name in names:
        return mention
    known = _find_known_start(mention.entity_name)
    if known is not None:
        return replace(_cut(mention, known[0]), entity_type=known[1])
    spans = [(start, end) for start in range(len(words)) for end in range(len(words), start + 1, -1)]
    whole = next((words[start:end] for start, end in spans if " ".join(words[start:end]) in names), None)
    if whole is not None:
        return _cut(mention, " ".join(whole))
    last = next((at for at, word in enumerate(words) if word in surnames), None)
    if last is None or (0 < last == len(words) - 1 and _may_be_given(words[last - 1], small)):
        return mention
    return _cut(mention, words[last])


def _may_be_given(word: str, small: Collection[str]) -> bool:
    """Whether a word before a surname may be a given name: "Ada Roe", "Kedon Roe", not "Attacking Roe"."""
    folded = word.casefold()
    is_word = folded in small or folded.endswith(("ing", "s"))
    return folded not in _NO_GIVEN and (folded in read_first_names() or not is_word)


def _find_known_start(name: str) -> tuple[str, str] | None:
    """The known place or body with which words begin that are no person's name: "North Korea Moves Missile"."""
    for known in read_known_names().get(name.split(maxsplit=1)[0], ()):
        if " " in known.form and name.startswith(f"{known.form} ") and not known.is_weak:
            return known.form, known.label
    return None


def _trim_cue(tokens: Tokens, mention: Mention, alone: Collection[str]) -> Mention:
    """ "Said Roe: ..." at the beginning of a sentence: the verb is no given name."""
    given, _, surname = mention.entity_name.partition(" ")
    if mention.entity_type != "PERSON" or given not in _SAYING or surname not in alone:
        return mention
    place = tokens.find_token(mention.clean_start)
    return _cut(mention, surname) if tokens.find_own_start(place) >= place else mention


def _cut(mention: Mention, words: str) -> Mention:
    start = mention.entity_name.index(words)
    # the name is the text with single spaces: a mention over two lines stays as it is
    if len(mention.entity_name) != mention.clean_end - mention.clean_start:
        return mention
    start += mention.clean_start
    return replace(mention, clean_start=start, clean_end=start + len(words), entity_name=words)
