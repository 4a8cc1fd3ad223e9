"""Organisations across articles: legal forms, known forms, acronyms and first words of one fuller name."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from articles.extraction.gazetteers import read_forms
from articles.resolution.judging import Judgement
from articles.resolution.names import fold_organization, spell_initials

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from articles.resolution.judging import Name


def resolve_organizations(names: Sequence[Name]) -> dict[Name, Judgement]:
    """Judge the names of organisations."""
    groups: dict[str, list[Name]] = defaultdict(list)
    titles: dict[str, str] = {}
    known_names: set[Name] = set()
    for name in names:
        known = read_forms().get(name.text)
        if known is not None and known.label == "ORG":
            key = fold_organization(known.canonical)
            titles[key] = known.canonical
            known_names.add(name)
        else:
            key = fold_organization(name.text)
        groups[key].append(name)
    joined = _join_short_names(groups, titles)
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
    groups: Mapping[str, Sequence[Name]], titles: Mapping[str, str]
) -> dict[str, tuple[str, float, str]]:
    """Acronyms and first words that one fuller name alone can explain: short key -> (full key, score, method)."""
    spelled: dict[str, set[str]] = defaultdict(set)
    begun: dict[str, set[str]] = defaultdict(set)
    for key, members in groups.items():
        words = key.split()
        if len(words) > 2:
            for initials in sorted({letters for name in members for letters in spell_initials(name.text)}):
                spelled[initials].add(key)
        elif len(words) == 2 and key not in titles:
            begun[words[0]].add(key)
    joined: dict[str, tuple[str, float, str]] = {}
    for key, members in groups.items():
        if key in titles or " " in key:
            continue
        is_acronym = len(key) > 2 and all(name.text.replace(".", "").isupper() for name in members)
        if is_acronym and len(spelled.get(key, ())) == 1:
            joined[key] = (next(iter(spelled[key])), 0.75, "acronym of one name")
        elif len(begun.get(key, ())) == 1:
            fuller = next(iter(begun[key]))
            if _weigh(groups[fuller]) >= _weigh(members):
                joined[key] = (fuller, 0.7, "first word of one name")
    return joined


def _weigh(names: Sequence[Name]) -> int:
    return sum(name.mention_count for name in names)


def choose_title(names: Sequence[Name]) -> str:
    """Name that a thing is called by: the commonest."""
    return max(names, key=lambda name: (name.mention_count, not name.text.isupper(), len(name.text), name.text)).text
