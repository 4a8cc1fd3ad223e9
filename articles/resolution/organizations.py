"""Organisations across articles: legal forms, known forms, acronyms and first words of one fuller name."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from articles.resolution.blocks import ask_first_word, ask_initials, find_organization_key, index_givers
from articles.resolution.judging import Judgement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from articles.resolution.judging import Name


def resolve_organizations(
    names: Sequence[Name], givers: Mapping[str, frozenset[str]] | None = None
) -> dict[Name, Judgement]:
    """Judge the names of organisations. `givers` says which groups explain a short name (see blocks.index_givers)."""
    groups: dict[str, list[Name]] = defaultdict(list)
    titles: dict[str, str] = {}
    known_names: set[Name] = set()
    for name in names:
        key, canonical = find_organization_key(name.text)
        if canonical is not None:
            titles[key] = canonical
            known_names.add(name)
        groups[key].append(name)
    joined = _join_short_names(groups, titles, givers or index_givers(name.node for name in names))
    judged: dict[Name, Judgement] = {}
    for key, members in groups.items():
        target, score, method = joined.get(key, (key, 1.0, ""))
        title = titles.get(target) or choose_title(groups[target])
        for name in members:
            if method:
                judged[name] = Judgement(title, "ORG", score, method)
            elif name.text == title:
                judged[name] = Judgement(title, "ORG", 1.0, "own name")
            else:
                judged[name] = Judgement(title, "ORG", 0.98, "known name" if name in known_names else "same name")
    return judged


def _join_short_names(
    groups: Mapping[str, Sequence[Name]], titles: Mapping[str, str], givers: Mapping[str, frozenset[str]]
) -> dict[str, tuple[str, float, str]]:
    """Acronyms and first words that exactly one fuller name explains: short key -> (full key, score, method)."""

    def find_sole_giver(asked: str) -> str | None:
        found = givers.get(asked, frozenset())
        full = next(iter(found)).removeprefix("ORG ") if len(found) == 1 else None
        return full if full in groups else None  # all its names may have got another type

    joined: dict[str, tuple[str, float, str]] = {}
    for key, members in groups.items():
        if key in titles or " " in key:
            continue
        is_acronym = len(key) > 2 and all(name.text.replace(".", "").isupper() for name in members)
        spelled, begun = find_sole_giver(ask_initials(key)), find_sole_giver(ask_first_word(key))
        if is_acronym and spelled is not None:
            joined[key] = (spelled, 0.75, "acronym of one name")
        elif begun is not None and begun not in titles and _weigh(groups[begun]) >= _weigh(members):
            joined[key] = (begun, 0.7, "first word of one name")
    return joined


def _weigh(names: Sequence[Name]) -> int:
    return sum(name.mention_count for name in names)


def choose_title(names: Sequence[Name]) -> str:
    """The most common of the names."""
    return max(names, key=lambda name: (name.mention_count, not name.text.isupper(), len(name.text), name.text)).text
