"""Resolve "the Russian foreign minister" where the article names nobody: take the person other articles call so."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.lexicon.gazetteers import read_data, read_forms
from articles.resolution.judgements import Row
from articles.resolution.judging import Judgement

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    import polars as pl

    from articles.resolution.judging import Node

SAME_DAYS = 90  # at most, between the article that asks and one that names the holder; an unknown day counts as near
SOLE_SHARE = 0.8  # of the articles that name a holder of the office; below it two people share or dispute the office
_OFFICES = frozenset(read_data("titles")["offices"]["heads"])
_PAST = frozenset(read_data("titles")["offices"]["past"])
_EMPTY = frozenset({"the", "of", "a", "an", "for", "and", "'s", "\u2019s", "s", "'", "\u2019"})
_LONGEST_NAME = 5  # words of a country or body inside a description


@dataclass(frozen=True, slots=True)
class Office:
    """An office that one person holds at a time: its words, folded and without the country or body it belongs to."""

    words: frozenset[str]
    country_code: str | None
    organization: str | None


def read_office(text: str) -> Office | None:
    """The office that a description or role names; None for no office, a past one, or one without country or body."""
    words = text.replace("\u2019", "'").replace("'s", " 's").split()
    kept: list[str] = []
    country: str | None = None
    organization: str | None = None
    place = 0
    while place < len(words):
        for length in range(min(_LONGEST_NAME, len(words) - place), 0, -1):
            known = read_forms().get(" ".join(words[place : place + length]))
            if known is None:
                continue
            if known.label in ("GPE", "NORP") and known.country_code and country is None:
                country = known.country_code
            elif known.label == "ORG" and organization is None:
                organization = known.canonical
            else:
                continue
            place += length
            break
        else:
            if words[place] == "'s" and kept:
                return None  # "the secretary general's spokesman" belongs to no country or body
            kept.append(words[place].casefold())
            place += 1
    content = frozenset(kept) - _EMPTY
    if not content & _OFFICES or content & _PAST or (country is None and organization is None):
        return None
    return Office(content, country, organization)


def find_bearers(judged: dict[Row, Judgement], roles: pl.DataFrame, mentions: pl.DataFrame) -> dict[Row, Judgement]:
    """Resolve descriptions of an office that only one person holds in articles near in time.

    `judged` are the judgements on the names, `roles` and `mentions` those of Grounds.
    """
    asked: dict[Office, list[Row]] = defaultdict(list)
    for row in judged:
        if row.entity_type == "DESCRIPTION" and row.article is not None and _is_definite(row.name):
            office = read_office(row.name)
            if office is not None:
                asked[office].append(row)
    if not asked:
        return {}
    held = _list_holders(asked, judged, roles)
    articles = {row.article for rows in asked.values() for row in rows}
    days: dict[int, date | None] = dict(
        mentions.filter(mentions["article_key"].is_in([*articles])).select("article_key", "published_on").iter_rows()
    )
    found: dict[Row, Judgement] = {}
    for office, rows in asked.items():
        for row in rows:
            judgement = _choose_holder(held.get(office, {}), days.get(row.article or 0))
            if judgement is not None:
                found[row] = judgement
    return found


def _is_definite(text: str) -> bool:
    """Whether a description is definite: "the ...", "Russia's ..."."""
    first = text.split(maxsplit=1)[0]
    return first.casefold() == "the" or first.endswith(("'s", "\u2019s"))


def _list_holders(
    offices: Collection[Office], judged: dict[Row, Judgement], roles: pl.DataFrame
) -> dict[Office, dict[Node, dict[int, date | None]]]:
    """Persons called by an office, with the articles that do so and their days."""
    held: dict[Office, dict[Node, dict[int, date | None]]] = defaultdict(lambda: defaultdict(dict))
    known: dict[str, Office | None] = {}
    wanted = roles.select("article_key", "entity_name", "role_text", "published_on").iter_rows()
    for article, name, text, day in wanted:
        if text not in known:
            known[text] = read_office(text)
        office = known[text]
        if office is None or office not in offices:
            continue
        row = Row("PERSON", name, None if " " in name else article)
        judgement = judged.get(row)
        if judgement is not None:
            held[office][judgement.node][article] = day
    return held


def _choose_holder(holders: dict[Node, dict[int, date | None]], day: date | None) -> Judgement | None:
    counts = {
        node: sum(day is None or other is None or abs((day - other).days) <= SAME_DAYS for other in articles.values())
        for node, articles in holders.items()
    }
    total = sum(counts.values())
    best = max(sorted(counts), key=lambda node: counts[node], default=None)
    if best is None or not total or counts[best] / total < SOLE_SHARE:
        return None
    evidence = f"called so in {counts[best]} of {total} articles near in time"
    return Judgement(best[1], best[0], 0.8, "role in other articles", evidence)
