"""Names are judged run by run, and what comes out is what one run over everything gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sql
from pipeline.stages.resolve import resolve_entities
from warehouse.authority import replace_authority
from warehouse.decisions import SCHEMA, add_decisions, list_decisions, undo_decisions
from warehouse.schema.catalog import create_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

Node = tuple[str, str]

CURRENT_NAMES = """
    select name_key, entity_name, entity_type, article_key, entity_key, score, method, decided_by, evidence
    from core.resolution
    where retired_at is null
    order by all
"""
CURRENT_ENTITIES = """
    from core.dim_entity
    where entity_key in (select entity_key from core.resolution where retired_at is null)
    order by all
"""
FACT_ENTITIES = """
    select f.mention_key, r.entity_key
    from core.fact_mention as f
    left join core.resolution as r on r.name_key = f.name_key and r.retired_at is null
    order by all
"""
BLOCKS = "from core.name_block order by all"


FILLED = (
    *("dim_article", "dim_entity", "fact_mention", "fact_entity_role", "resolution", "decision", "authority"),
    *("touched_name", "name_block"),
)


@dataclass(frozen=True)
class Told:
    """An article: the names it bears, what it calls persons, and its day."""

    names: tuple[Node, ...]
    roles: tuple[tuple[str, str], ...] = ()
    day: int | None = None


@dataclass(frozen=True)
class Step:
    """What one run brings: articles by key (one known already is read again), decisions, the authority file."""

    articles: dict[int, Told] = field(default_factory=dict)
    decisions: tuple[tuple[str, Node, Node], ...] = ()
    undone: bool = False
    authority: tuple[tuple[Node, tuple[str, ...]], ...] | None = None


def describe_decisions(decisions: tuple[tuple[str, Node, Node], ...], minute: int) -> pl.DataFrame:
    moment = datetime(2024, 5, 1) + timedelta(minutes=minute)
    names = ("kind", "subject_type", "subject_name", "other_type", "other_name", "decided_by", "decided_at")
    rows = [
        dict(zip(names, (f"entity_{verdict}", *one, *other, "ann", moment), strict=True))
        for verdict, one, other in decisions
    ]
    return pl.DataFrame([{name: row.get(name) for name in SCHEMA} for row in rows], schema=SCHEMA)


def undo_last(con: duckdb.DuckDBPyConnection) -> None:
    standing = list_decisions(con).filter(pl.col("undone_at").is_null())
    last = standing.filter(pl.col("decided_at") == pl.col("decided_at").max())
    undo_decisions(con, last["decision_key"], "ann")


def describe_authority(entries: tuple[tuple[Node, tuple[str, ...]], ...]) -> pl.DataFrame:
    rows = [(*node, sorted({*aliases} - {node[1]}), f"Q{len(node[1])}", None, None) for node, aliases in entries]
    return pl.DataFrame(
        rows,
        schema={
            **{"entity_type": pl.String, "entity_name": pl.String, "aliases": pl.List(pl.String)},
            **{"wikidata_id": pl.String, "country_code": pl.String, "gender": pl.String},
        },
        orient="row",
    )


def _tell_gender(kind: str, number: int) -> dict[str, str | None]:
    """What a mention tells of the gender: now this, now that, now nothing."""
    gender = (None, "female", "male", "female")[number % 4] if kind == "PERSON" else None
    return {"gender": gender, "source": gender and ("pronoun", "title")[number % 2]}


class Warehouse:
    """A star in memory that takes in steps."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con
        for table in FILLED:
            con.execute(f"truncate core.{table}")
        self.runs = 0
        self.judged_count = 0

    def take(self, step: Step) -> None:
        """One run: load, decide, resolve."""
        self.runs += 1
        self.con.execute("set variable run_key = ?", [self.runs])
        self.con.execute(
            "set variable run_started_at = ?",
            [datetime(2024, 6, 1) + timedelta(days=self.runs)],
        )
        keys = [*step.articles]
        staged = pl.DataFrame({"article_key": keys}, schema={"article_key": pl.Int64})
        self.con.register("staged", staged)
        self.con.execute("create or replace temp table staged_version as from staged")
        self.con.execute(sql.read_statement("load/list_borne_names.sql"))
        touch = sql.read_statement("load/touch_names.sql")
        self.con.execute(touch)
        for table in ("dim_article", "fact_mention", "fact_entity_role"):
            self.con.execute(f"delete from core.{table} where article_key in (from staged_version)")
        for article, told in step.articles.items():
            self._write(article, told)
        self.con.execute(touch)
        if step.decisions:
            add_decisions(self.con, describe_decisions(step.decisions, self.runs))
        if step.undone:
            undo_last(self.con)
        if step.authority is not None:
            replace_authority(self.con, describe_authority(step.authority))
        self.judged_count = resolve_entities(self.con)

    def _write(self, article: int, told: Told) -> None:
        day = None if told.day is None else date(2024, 1, 1) + timedelta(days=told.day)
        self.con.execute("insert into core.dim_article (article_key, published_on) values (?, ?)", [article, day])
        names = [*told.names, *(("PERSON", name) for name, _ in told.roles)]
        for place, (kind, name) in enumerate(names):
            self.con.execute(
                "insert into core.fact_mention (mention_key, article_key, entity_type, entity_name, name_rule, gender, "
                "gender_source, name_key) "
                "values ($key, $article, $kind, $name, 'own', $gender, $source, name_key_of($kind, $name, $article))",
                {"key": article * 100 + place, "article": article, "kind": kind, "name": name}
                | _tell_gender(kind, article + place),
            )
        for name, role in told.roles:
            self.con.execute(
                "insert into core.fact_entity_role (article_key, entity_type, entity_name, role_text, name_key) "
                "values ($article, 'PERSON', $name, $role, name_key_of('PERSON', $name, $article))",
                {"article": article, "name": name, "role": role},
            )

    def read(self) -> dict[str, list[Any]]:
        """What holds now, table by table."""
        queries = {
            "names": CURRENT_NAMES, "entities": CURRENT_ENTITIES, "facts": FACT_ENTITIES, "blocks": BLOCKS,
            "touched": "from core.touched_name",
        }  # fmt: skip
        return {table: self.con.execute(query).fetchall() for table, query in queries.items()}


def read_after(con: duckdb.DuckDBPyConnection, *steps: Step) -> dict[str, list[Any]]:
    warehouse = Warehouse(con)
    for step in steps:
        warehouse.take(step)
    return warehouse.read()


def read_at_once(con: duckdb.DuckDBPyConnection, steps: list[Step]) -> dict[str, list[Any]]:
    """What one run gives over all that the steps leave, with the decisions that stand, made in the same order."""
    articles: dict[int, Told] = {}
    authority: tuple[tuple[Node, tuple[str, ...]], ...] | None = None
    standing: list[tuple[int, tuple[tuple[str, Node, Node], ...]]] = []
    for minute, step in enumerate(steps, 1):
        articles |= step.articles
        authority = step.authority if step.authority is not None else authority
        if step.decisions:
            standing.append((minute, step.decisions))
        if step.undone and standing:
            standing.pop()
    warehouse = Warehouse(con)
    for minute, decisions in standing:
        add_decisions(con, describe_decisions(decisions, minute))
    warehouse.take(Step(articles, authority=authority))
    return warehouse.read()


PERSONS = [
    *("Ada Marsh", "A. Marsh", "Ivo Marsh", "Ivo Marsh Jr.", "Marsh", "Ada", "Ada Lindqvist", "Lindqvist", "Lindquist"),
    *("Robert Lee", "Bob Lee", "Lee", "Marsh Corp", "Acme"),
]
OTHERS = [
    *(
        ("ORG", "Marsh"),
        ("ORG", "Marsh Corp"),
        ("ORG", "Acme"),
        ("ORG", "Acme Mills"),
        ("ORG", "Acme Ropes"),
        ("ORG", "NSEC"),
    ),
    *(("ORG", "North Sea Energy Council"), ("ORG", "Northern Soap Export Club"), ("GPE", "Lee"), ("GPE", "U.S.")),
    *(("GPE", "America"), ("ORG", "the Acme"), ("FAC", "Lee"), ("DESCRIPTION", "the Norwegian foreign minister")),
    *(("DESCRIPTION", "the mayor of Oslo"), ("DESCRIPTION", "an aide"), ("DESCRIPTION", "An aide")),
]
_ENDINGS = ("dal", "gren", "holt", "mire", "stad", "vik", "kull", "zell")
NODES = st.one_of(st.sampled_from(PERSONS).map(lambda name: ("PERSON", name)), st.sampled_from(OTHERS))
ROLES = st.tuples(st.sampled_from(PERSONS), st.sampled_from(["Norwegian foreign minister", "mayor of Oslo", "senator"]))
ARTICLES = st.builds(
    Told,
    st.lists(NODES, max_size=6).map(tuple),
    st.lists(ROLES, max_size=2).map(tuple),
    st.sampled_from([None, 0, 199]),
)
DECISIONS = st.lists(
    st.tuples(st.sampled_from(["same", "different"]), NODES, NODES).filter(lambda row: row[1] != row[2]), max_size=2
).map(tuple)
AUTHORITY = st.one_of(
    st.none(),
    st.none(),
    st.lists(
        st.tuples(
            st.sampled_from(PERSONS).map(lambda name: ("PERSON", name)),
            st.lists(st.sampled_from(PERSONS), max_size=2).map(tuple),
        ),
        max_size=2,
        unique_by=lambda entry: entry[0],
    ).map(lambda entries: tuple(sorted(entries))),
)
STEPS = st.lists(
    st.builds(Step, st.dictionaries(st.integers(1, 7), ARTICLES, max_size=3), DECISIONS, st.booleans(), AUTHORITY),
    min_size=1,
    max_size=5,
)


@pytest.fixture(scope="module")
def star() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty star in memory, which every Warehouse empties first."""
    with duckdb.connect(config={"threads": 1}) as con:
        con.execute("set TimeZone = 'UTC'")
        create_schema(con)
        yield con


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_any_runs_give_what_one_run_gives(star: duckdb.DuckDBPyConnection, steps: list[Step]) -> None:
    assert read_after(star, *steps) == read_at_once(star, steps)


def test_other_rules_judge_every_name_anew(star: duckdb.DuckDBPyConnection) -> None:
    warehouse = Warehouse(star)
    warehouse.take(Step({1: Told((("PERSON", "Ada Marsh"), ("GPE", "Oslo")))}))
    star.execute("update core.name_block set resolver_version = 'of an earlier release'")
    warehouse.take(Step())
    assert warehouse.judged_count == 2
    warehouse.take(Step())
    assert warehouse.judged_count == 0


def test_a_new_article_costs_what_it_touches(star: duckdb.DuckDBPyConnection) -> None:
    # 40 families of three names each, with a council and its acronym; a new article names two of the families.
    warehouse = Warehouse(star)
    families = [f"{first}{last}" for first in ("Bro", "Ska", "Tul", "Wen", "Gri") for last in _ENDINGS]
    known = {
        place: Told(
            (
                *(("PERSON", name) for name in (f"Ada {family}", f"A. {family}", family)),
                *(("ORG", f"{family} River Council"), ("DESCRIPTION", "an aide")),
            )
        )
        for place, family in enumerate(families)
    }
    warehouse.take(Step(known))
    assert warehouse.judged_count == 5 * len(families)
    warehouse.take(Step({100: Told((("PERSON", families[0]), ("PERSON", families[9]), ("DESCRIPTION", "an aide")))}))
    # the lone surname has a row in each of the two articles that bear it; the aide of other articles is not looked at
    assert warehouse.judged_count == 2 * 4 + 1
    warehouse.take(Step({200: Told((("PERSON", "Olof Unheard"),))}))
    assert warehouse.judged_count == 1


def test_speakers_that_people_decided_on_weigh_nothing_where_articles_bear_their_names(
    star: duckdb.DuckDBPyConnection,
) -> None:
    warehouse = Warehouse(star)
    warehouse.take(Step({1: Told((("PERSON", "Robert Lee"), ("PERSON", "Bob Lee")))}))
    before = warehouse.read()
    star.execute(
        "insert into core.decided_quote (quote_key, article_key, speaker_name, speaker_type) "
        "values (1, 1, 'Bob Lee', 'PERSON'), (2, 1, 'Bob Lee', 'PERSON')"
    )
    try:
        star.execute(sql.read_statement("judge/touch_all_names.sql"))
        resolve_entities(star)
        assert warehouse.read() == before
    finally:
        star.execute("truncate core.decided_quote")
