"""Whatever the corpus and whatever people decided: order is nothing, and "not the same" stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.resolution.entities import Grounds, resolve_names

if TYPE_CHECKING:
    from random import Random

Node = tuple[str, str]

_ARTICLES = st.integers(1, 6)
_PERSONS = st.sampled_from(["Ada Marsh", "A. Marsh", "Ivo Marsh", "Marsh", "Robert Lee", "Bob Lee", "Lee"])
_OTHERS = st.sampled_from(
    [
        *(("ORG", "Marsh"), ("GPE", "Lee"), ("GPE", "U.S."), ("GPE", "America")),
        *(("DESCRIPTION", "the Norwegian foreign minister"), ("DESCRIPTION", "the mayor of Oslo")),
    ]
)
_NODES = st.one_of(_PERSONS.map(lambda name: ("PERSON", name)), _OTHERS)
_ROLES = st.sampled_from(["Norwegian foreign minister", "mayor of Oslo", "senator"])
_DAYS = st.lists(st.sampled_from([None, 0, 199]), min_size=7, max_size=7)
_MENTIONS = st.lists(st.tuples(_ARTICLES, _NODES), min_size=1, max_size=24)
_CALLED = st.lists(st.tuples(_ARTICLES, _PERSONS, _ROLES), max_size=6)
_DECISIONS = st.lists(
    st.tuples(st.sampled_from(["same", "different"]), _NODES, _NODES).filter(lambda row: row[1] != row[2]), max_size=5
)
_ENTRIES = st.lists(
    st.tuples(_PERSONS, st.lists(_PERSONS, max_size=2, unique=True)), max_size=2, unique_by=lambda entry: entry[0]
)


@dataclass(frozen=True)
class Corpus:
    """Mentions (article, node), roles (article, person, role), days by article, decisions and authority entries."""

    mentions: list[tuple[int, Node]]
    called: list[tuple[int, str, str]]
    days: list[int | None]
    decisions: list[tuple[str, Node, Node]]
    entries: list[tuple[str, list[str]]]

    @property
    def standing(self) -> list[tuple[str, Node, Node]]:
        """Of several decisions on two names the last."""
        last = {frozenset(decision[1:]): decision for decision in self.decisions}
        return [*last.values()]


CORPORA = st.builds(Corpus, _MENTIONS, _CALLED, _DAYS, _DECISIONS, _ENTRIES)


def is_bound(node: Node) -> bool:
    """Whether a name means somebody in its article only: descriptions, and surnames alone."""
    return node[0] == "DESCRIPTION" or (node[0] == "PERSON" and " " not in node[1])


def resolve(corpus: Corpus, random: Random | None = None) -> pl.DataFrame:
    """Resolve a corpus; with `random`, its frames have their rows in another order."""

    def shuffle(frame: pl.DataFrame) -> pl.DataFrame:
        order = [*range(frame.height)]
        if random is not None:
            random.shuffle(order)
        return frame[order]

    called = [(article, name, role) for article, name, role in corpus.called]
    mentions = [*corpus.mentions, *((article, ("PERSON", name)) for article, name, _ in called)]
    days = [None if day is None else date(2024, 1, 1) + timedelta(days=day) for day in corpus.days]
    rows = [(article, *node, days[article]) for article, node in dict.fromkeys(mentions)]
    counted = [(*node, article if is_bound(node) else None, article) for article, node in mentions]
    text, key = pl.String(), pl.Int64()
    names = (
        pl.DataFrame(
            counted,
            schema={"entity_type": text, "entity_name": text, "article_key": key, "article": key},
            orient="row",
        )
        .group_by("entity_type", "entity_name", "article_key")
        .agg(mention_count=pl.len().cast(key), article_count=pl.n_unique("article").cast(key))
        .sort(pl.all())
    )
    mention_schema = {"article_key": key, "entity_type": text, "entity_name": text, "published_on": pl.Date()}
    role_schema = {"article_key": key, "entity_name": text, "role_text": text, "published_on": pl.Date()}
    judgements = [
        (verdict, *one, *other, "ann", datetime(2024, 5, 1) + timedelta(minutes=minute))
        for minute, (verdict, one, other) in enumerate(corpus.decisions)
    ]
    judgement_schema = {
        **dict.fromkeys(("verdict", "entity_type", "entity_name", "other_entity_type", "other_entity_name"), text),
        **{"decided_by": text, "decided_at": pl.Datetime("us")},
    }
    authority_schema = {
        **{"entity_type": text, "entity_name": text, "aliases": pl.List(text)},
        **{"wikidata_id": text, "country_code": text},
    }
    authority = [
        ("PERSON", name, sorted({*aliases} - {name}), f"Q{number}", None)
        for number, (name, aliases) in enumerate(sorted(corpus.entries), 1)
    ]
    return resolve_names(
        shuffle(names),
        Grounds(
            shuffle(pl.DataFrame(rows, schema=mention_schema, orient="row")),
            shuffle(pl.DataFrame([(*row, days[row[0]]) for row in called], schema=role_schema, orient="row")),
            shuffle(pl.DataFrame(judgements, schema=judgement_schema, orient="row")),
            pl.DataFrame(authority, schema=authority_schema, orient="row"),
        ),
    )


@settings(deadline=None, max_examples=200)
@given(CORPORA, st.randoms(use_true_random=False))
def test_order_and_batches_do_not_matter(corpus: Corpus, random: Random) -> None:
    # What comes in which batch shows in nothing but the order in which the warehouse gives the rows back.
    assert resolve(corpus).equals(resolve(corpus, random))


FOREIGN_MINISTER = ("DESCRIPTION", "the Norwegian foreign minister")
# Two held the office, one after the other: the description is the one in the first article, the other in the second.
TWO_MINISTERS = Corpus(
    [(1, FOREIGN_MINISTER), (2, FOREIGN_MINISTER), (3, ("PERSON", "Ada Marsh")), (4, ("PERSON", "Robert Lee"))],
    [(3, "Ada Marsh", "Norwegian foreign minister"), (4, "Robert Lee", "Norwegian foreign minister")],
    [None, 0, 199, 0, 199, 0, 0],
    [("different", FOREIGN_MINISTER, ("PERSON", "Ada Marsh"))],
    [],
)


@settings(deadline=None, max_examples=300)
@example(TWO_MINISTERS)
@given(CORPORA)
def test_not_the_same_is_never_overruled(corpus: Corpus) -> None:
    entities: dict[Node, set[Node]] = {}
    for row in resolve(corpus).iter_rows(named=True):
        entities.setdefault((row["entity_type"], row["entity_name"]), set()).add(
            (row["resolved_type"], row["resolved_name"])
        )
    for verdict, one, other in corpus.standing:
        if verdict == "different":
            assert not entities.get(one, set()) & entities.get(other, set()), f"{one} and {other} are one"
