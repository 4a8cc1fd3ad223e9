"""Resolve names across articles: names that mean the same thing become one entity.

The rules look at the name, at how common it is in the corpus and at the rest of its articles. They never look at the
order of the input, so any batch size gives the same entities. Cost stays near linear because only names of one block (a
folded surname, a folded organisation name) are compared. The authority file and people's decisions override the rules.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeVar

import polars as pl

from articles.lexicon.gazetteers import read_cities, read_forms
from articles.resolution.authority import apply_authority
from articles.resolution.blocks import find_thing_key, index_givers
from articles.resolution.contexts import NO_CONTEXTS, read_contexts
from articles.resolution.judgements import Row, apply_decisions, list_apart, read_decisions
from articles.resolution.judging import Judgement, Name
from articles.resolution.offices import find_bearers
from articles.resolution.organizations import choose_title, resolve_organizations
from articles.resolution.persons import resolve_persons
from articles.text.person_names import fold_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from articles.resolution.contexts import Contexts
    from articles.resolution.judging import Apart

# A name gets its main type everywhere if its other type has less than this share: then that is a model error.
MINOR_TYPE_SHARE = 0.34

_PLACE_TYPES = ("GPE", "LOC", "FAC")
_RIVAL_TYPES = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"})
_COLUMNS: list[tuple[str, pl.DataType]] = [
    ("entity_name", pl.String()),
    ("entity_type", pl.String()),
    ("article_key", pl.Int64()),
    ("resolved_name", pl.String()),
    ("resolved_type", pl.String()),
    ("resolved_article_key", pl.Int64()),
    ("country_code", pl.String()),
    ("wikidata_id", pl.String()),
    ("score", pl.Float64()),
    ("method", pl.String()),
    ("evidence", pl.String()),
    ("decided_by", pl.String()),
    ("decided_at", pl.Datetime("us")),
]


_Judged = TypeVar("_Judged", Row, Name)


@dataclass(frozen=True, slots=True)
class Grounds:
    """The evidence for judging names, besides their counts. A frame may be None.

    `mentions` lists the names of each article (article_key, entity_type, entity_name, published_on), `roles` the roles
    of its persons (article_key, entity_name, role_text, organization_name, country_code, published_on). `judgements`
    has the columns that judgements.read_decisions reads, `authority` those of core.authority.
    """

    mentions: pl.DataFrame | None = None
    roles: pl.DataFrame | None = None
    judgements: pl.DataFrame | None = None
    authority: pl.DataFrame | None = None


NO_GROUNDS = Grounds()


def resolve_names(names: pl.DataFrame, grounds: Grounds = NO_GROUNDS) -> pl.DataFrame:
    """Judge which names are one entity.

    `names` has a row for each entity_name and entity_type and, where a name is bound to its article, article_key, with
    mention_count and article_count. The result has the columns _COLUMNS and a row for each row of `names`, sorted by
    type, name and article. An optional column is_judged marks the rows to return; the other rows only serve as
    evidence.
    """
    columns = ("entity_type", "entity_name", "article_key", "mention_count", "article_count")
    bound = names if "article_key" in names.columns else names.with_columns(article_key=pl.lit(None, pl.Int64))
    table = bound.select(columns).sort(columns[:3]).rows()
    asked = bound.filter("is_judged") if "is_judged" in bound.columns else bound
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for entity_type, text, _, mention_count, article_count in table:
        count = counts[entity_type, text]
        count[0] += mention_count
        count[1] += article_count
    rows = [Row(*row[:3]) for row in table]
    decisions = [] if grounds.judgements is None else read_decisions(grounds.judgements)
    judged = _judge_by_rule(
        {row: counted[3] for row, counted in zip(rows, table, strict=True)},
        [Name(text, kind, *count) for (kind, text), count in counts.items() if kind != "DESCRIPTION"],
        list_apart(decisions),
        grounds,
    )
    wanted = [Row(*row) for row in asked.select(columns[:3]).sort(columns[:3]).rows()]
    judged = {row: judged[row] for row in wanted}
    if grounds.authority is not None:
        judged = apply_authority(judged, grounds.authority)
    judged = apply_decisions(judged, decisions)
    return _make_frame(wanted, judged, grounds.authority)


def find_country(name: str, entity_type: str) -> str | None:
    """ISO 3166-1 alpha-2 code of the country that a known place is, or lies in; None for an unknown place."""
    if entity_type not in ("GPE", "LOC", "FAC"):
        return None
    if codes := _index_countries().get((entity_type, name)):
        return next(iter(codes)) if len(codes) == 1 else None  # Georgia is a country and a state of another
    city = read_cities().get(name) if entity_type == "GPE" else None
    return city.country_code if city is not None else None


@cache
def _index_countries() -> dict[tuple[str, str], set[str | None]]:
    """Countries of the places that are known by a name, by their type and that name."""
    codes: dict[tuple[str, str], set[str | None]] = defaultdict(set)
    for form, known in read_forms().items():
        codes[known.label, known.canonical].add(known.country_code)
        codes[known.label, form].add(known.country_code)
    return codes


def _make_frame(rows: Sequence[Row], judged: dict[Row, Judgement], authority: pl.DataFrame | None) -> pl.DataFrame:
    known = (
        {}
        if authority is None
        else {(row["entity_type"], row["entity_name"]): row for row in authority.iter_rows(named=True)}
    )
    table = []
    for row in rows:
        judgement = judged[row]
        entry = known.get(judgement.node, {})
        country = entry.get("country_code") or find_country(judgement.name, judgement.entity_type)
        table.append(
            (
                *(row.name, row.entity_type, row.article, judgement.name, judgement.entity_type, judgement.article),
                *(country, entry.get("wikidata_id"), judgement.score, judgement.method, judgement.evidence),
                *(judgement.decided_by, judgement.decided_at),
            )
        )
    return pl.DataFrame(table, schema=_COLUMNS, orient="row")


def _judge_by_rule(
    rows: Mapping[Row, int], names: Sequence[Name], apart: Apart, grounds: Grounds
) -> dict[Row, Judgement]:
    """Judgements on rows, given with their mentions, by the rules alone."""
    givers = index_givers(name.node for name in names)
    settled: dict[tuple[str, str], Name] = {}  # each name with the type that most of its mentions have
    for group in _group_by_words(names).values():
        settled |= {name.node: other for name, other in _settle_types(group).items()}
    by_name: dict[tuple[str, str], Judgement] = {}
    in_article: dict[tuple[tuple[str, str], int | None], Judgement] = {}
    for entity_type, members in sorted(_merge_names(names, settled).items()):
        if entity_type == "PERSON":
            found, bound = resolve_persons(members, apart, _read_contexts(grounds), givers)
            in_article = {(name.node, article): judgement for (name, article), judgement in bound.items()}
        elif entity_type == "ORG":
            found = resolve_organizations(members, givers)
        else:
            found = _resolve_others(members)
        by_name |= {name.node: judgement for name, judgement in found.items()}
    judged = _resolve_descriptions({row: count for row, count in rows.items() if row.entity_type == "DESCRIPTION"})
    for row in rows:
        if row in judged:
            continue
        node = settled[row.node].node
        judgement = in_article.get((node, row.article)) or by_name[node]
        if node[0] != row.entity_type:
            judgement = Judgement(judgement.name, judgement.entity_type, 0.8, "type of most mentions")
        judged[row] = judgement
    if grounds.roles is not None and grounds.mentions is not None:
        judged |= find_bearers(judged, grounds.roles, grounds.mentions)
    return judged


def _merge_names(names: Sequence[Name], settled: Mapping[tuple[str, str], Name]) -> dict[str, list[Name]]:
    """The names that are left when each is replaced by its `settled` name, by type, with summed counts."""
    merged: dict[tuple[str, str], list[Name]] = defaultdict(list)
    for name in names:
        merged[settled[name.node].node].append(name)
    by_type: dict[str, list[Name]] = defaultdict(list)
    for (entity_type, text), members in merged.items():
        mention_count = sum(member.mention_count for member in members)
        article_count = sum(member.article_count for member in members)
        by_type[entity_type].append(Name(text, entity_type, mention_count, article_count))
    return by_type


def _read_contexts(grounds: Grounds) -> Contexts:
    if grounds.mentions is None or grounds.roles is None:
        return NO_CONTEXTS
    return read_contexts(grounds.mentions, grounds.roles)


def _group_by_words(names: Iterable[Name]) -> dict[str, list[Name]]:
    """Names that differ in type, case and accents only."""
    groups: dict[str, list[Name]] = defaultdict(list)
    for name in names:
        groups[" ".join(fold_words(name.text)) or name.text].append(name)
    return groups


def _settle_types(group: Sequence[Name]) -> dict[Name, Name]:
    """The name and type of most mentions, for names that differ only in type, case or accents."""
    known = next((found for row in group if (found := read_forms().get(row.text)) and not found.is_weak), None)
    rivals = [row for row in group if row.entity_type in _RIVAL_TYPES]
    settled = {row: row for row in group}
    counts: dict[str, int] = defaultdict(int)
    for row in rivals:
        counts[row.entity_type] += row.mention_count
    if not counts:
        return settled
    main = max(sorted(counts), key=lambda label: counts[label])
    if known is not None and known.label in counts:
        main = known.label
    best = max((row for row in rivals if row.entity_type == main), key=lambda row: (row.mention_count, row.text))
    total = sum(counts.values())
    for row in rivals:
        slip = counts[row.entity_type] / total <= MINOR_TYPE_SHARE or (
            row.entity_type in _PLACE_TYPES and main in _PLACE_TYPES
        )
        if row.entity_type == main or slip or known is not None:
            settled[row] = best
    return settled


def _resolve_descriptions(rows: Mapping[Row, int]) -> dict[Row, Judgement]:
    """Join the descriptions of one article that differ only in case, accents and a leading "the"."""
    groups: dict[tuple[int | None, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.article, find_thing_key("DESCRIPTION", row.name)[0]].append(row)
    judged: dict[Row, Judgement] = {}
    for members in groups.values():
        judged |= _judge_group({row: Name(row.name, "DESCRIPTION", rows[row], 1) for row in members}, None)
    return judged


def _resolve_others(names: Sequence[Name]) -> dict[Name, Judgement]:
    groups: dict[str, list[Name]] = defaultdict(list)
    titles: dict[str, str] = {}
    for name in names:
        key, canonical = find_thing_key(name.entity_type, name.text)
        if canonical is not None:
            titles[key] = canonical
        groups[key].append(name)
    judged: dict[Name, Judgement] = {}
    for key, members in groups.items():
        judged |= _judge_group({name: name for name in members}, titles.get(key))
    return judged


def _judge_group(names: Mapping[_Judged, Name], known_title: str | None) -> dict[_Judged, Judgement]:
    """Judgements on the names of one thing. Its title is the canonical name, else the most common one."""
    title = known_title or choose_title([*names.values()])
    return {
        judged: Judgement(title, name.entity_type, 1.0, "own name")
        if name.text == title
        else Judgement(title, name.entity_type, 0.98, "known name" if known_title else "same name")
        for judged, name in names.items()
    }
