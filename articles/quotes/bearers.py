"""Persons described first and named right after: "A port clerk said the pier was safe. “We stay,” Anna Lind, who ...".

Reported words of "a port clerk", and then words in marks with a name behind them, are mostly one person's. They surely
are if the role fits, or if the name comes without a role, for then the description was the role. Where the role only
may fit, nobody knows: the quote keeps its description, and a confidence that no list of unnamed sources rests on.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from articles.coreference.roles import find_role_group, group_noun
from articles.quotes.source_kinds import find_unnamed_noun, is_knowing
from terms.states import SourceKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.coreference.roles import Role
    from articles.quotes.discourse import Discourse
    from articles.records import Mention, Quote, Source

PERHAPS_NAMED = "description, perhaps named"
_BEARER = "description, bearer"
_PARAGRAPHS = 2  # breaks between a description and its bearer
_REACH = 900  # characters
_INTRODUCING = frozenset({"a", "an", "one"})
_GENERAL = frozenset({None, "official", "politician", "business"})  # kinds of nouns that many roles fit


def name_bearers(discourse: Discourse, quotes: Sequence[Quote], body_start: int) -> list[Quote]:
    """Quotes of described persons under the names that follow; quotes must be in the order of their sources."""
    first_named = _find_first_mentions(discourse.mentions, body_start)
    named: dict[str, Source | None] = {}  # by description; None where it is not sure
    for place, quote in enumerate(quotes):
        source = quote.speaker
        if source is None or source.entity_name in named or not _may_be_named(quote, source):
            continue
        later = _find_next(discourse, quotes[place + 1 :], source)
        other = later.speaker if later is not None else None
        if later is None or other is None or first_named.get(other.entity_name) != other.clean_start:
            continue
        is_sure = _fits(discourse, source, other)
        if _is_several(source):  # one of the port officials; the others stay unnamed
            is_near = "\n\n" not in discourse.tokens.text[source.clean_end : other.clean_start]
            is_sure = False if is_near and is_sure is not None else None
        if is_sure or (is_sure is not None and _is_named_behind(later, other)):
            named[source.entity_name] = other if is_sure else None
    return [_name(quote, named) for quote in quotes]


def _name(quote: Quote, named: dict[str, Source | None]) -> Quote:
    source = quote.speaker
    if source is None or quote.source_kind is not SourceKind.ANONYMOUS or source.entity_name not in named:
        return quote
    bearer = named[source.entity_name]
    if bearer is None:
        return replace(quote, speaker=replace(source, rule=PERHAPS_NAMED))
    found = replace(source, entity_name=bearer.entity_name, entity_type="PERSON", rule=_BEARER)
    return replace(quote, speaker=found, source_kind=SourceKind.PERSON)


def _find_first_mentions(mentions: Sequence[Mention], body_start: int) -> dict[str, int]:
    """Where the body names each person first."""
    first: dict[str, int] = {}
    for mention in mentions:
        if mention.entity_type == "PERSON" and mention.clean_start >= body_start:
            first.setdefault(mention.entity_name, mention.clean_start)
    return first


def _may_be_named(quote: Quote, source: Source) -> bool:
    """Whether a quote is that of one person whom the article brings in and does not keep unnamed in so many words."""
    words = source.entity_name.lower().removeprefix("at least ").split()
    is_one = quote.source_kind is SourceKind.ANONYMOUS and source.entity_type == "DESCRIPTION" and not source.members
    is_brought_in = bool(words) and (words[0] in _INTRODUCING or _is_several(source))
    is_new = source.rule in {"description", "name"} and is_brought_in
    is_kept = quote.anonymity is not None or is_knowing(source.entity_name)
    return is_one and is_new and not is_kept and quote.quote_type != "direct"


def _is_named_behind(quote: Quote, source: Source) -> bool:
    return quote.quote_type == "direct" and quote.fragments[0][0] < source.clean_start


def _is_several(source: Source) -> bool:
    """Whether a description is of several who are brought in: "port officials"."""
    words = source.entity_name.lower().split()
    return words[-1].endswith("s") and words[0] not in _INTRODUCING | {"the", "these", "those"}


def _find_next(discourse: Discourse, quotes: Sequence[Quote], source: Source) -> Quote | None:
    """The quote of the next source, if it is a person by name and near."""
    text = discourse.tokens.text
    for later in quotes:
        other = later.speaker
        if other is None or other.clean_start <= source.clean_end or other.entity_name in {"", source.entity_name}:
            continue
        between = text[source.clean_end : other.clean_start]
        is_near = len(between) <= _REACH and between.count("\n\n") <= _PARAGRAPHS
        return later if is_near and later.source_kind is SourceKind.PERSON and not other.members else None
    return None


def _fits(discourse: Discourse, source: Source, other: Source) -> bool | None:
    """Whether a person may be the one described: surely, perhaps (False), or not (None)."""
    noun = find_unnamed_noun(source.entity_name)
    roles = [role for role in discourse.references.roles if role.entity_name == other.entity_name]
    if not roles:
        return _is_bare(discourse, other)
    if any(noun == role.head for role in roles) or _share_body(discourse, source, noun, roles):
        return True
    group, groups = group_noun(noun), {find_role_group(role) for role in roles}
    if group in groups:
        return group == "spokesperson"
    return False if group in _GENERAL and not groups.isdisjoint(_GENERAL) else None


def _share_body(discourse: Discourse, source: Source, noun: str, roles: Sequence[Role]) -> bool:
    """Whether a general description and a role are of one body: "a port official", "the port's chief engineer"."""
    held = (
        mention.entity_name
        for mention in discourse.mentions
        if mention.entity_type == "ORG" and source.clean_start <= mention.clean_start < source.clean_end
    )
    return group_noun(noun) in _GENERAL and any(role.organization == body for body in held for role in roles)


def _is_bare(discourse: Discourse, other: Source) -> bool:
    """Whether a name comes without a word on who bears it: "“We stay,” Anna Lind said"."""
    tokens = discourse.tokens
    first, last = tokens.find_token(other.clean_start), tokens.find_token(other.clean_end - 1)
    before, after = tokens.tags[max(first - 1, 0)], tokens.tags[last + 1 : last + 2]
    is_open = first == 0 or before in {"''", "``", ",", ".", "VBD", "VBZ", "_SP", "IN", "VBG"}
    return is_open and bool(after) and (after[0] in {"VBD", "VBZ", ".", "_SP", "MD", "VBP"})
