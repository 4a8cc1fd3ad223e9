"""What people decided holds whatever happens to articles, rules and the warehouse, or is listed as lapsed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import sql
from articles.resolution.extents import locate_words
from pipeline.decision_files import read_decisions, write_decisions
from warehouse.decided_subjects import read_quote_subjects
from warehouse.decisions import (
    SCHEMA,
    add_decisions,
    lay_decisions,
    lay_named_entities,
    list_decisions,
    set_moment,
    undo_decisions,
)
from warehouse.schema.catalog import create_schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORDS = ("The pier must grow", "the pier must, grow", "It rains in Ansel", "Nobody knows the price", "It rains")
FILLED = (
    *("dim_article", "fact_article", "article_text", "fact_quote", "resolution", "dim_entity", "touched_name"),
    *("decision", "laid_decision", "decided_quote", "decided_pair", "decided_article", "decided_outlet"),
    *("decided_entity",),
)
DERIVED = ("decided_quote", "decided_pair", "decided_article", "decided_outlet", "decided_entity", "laid_decision")
START = datetime(2024, 5, 1)  # as the warehouse keeps it: UTC without a zone

# The type and the speaker that rules find, by the words that go before everything under these rules.
FOUND = {"": "'direct', null", "So: ": "'mixed', 'Bo Ek'"}

# Quotes that were verified and that nobody corrected since, where something else is shown.
UNLIKE_VERIFIED = """
    select *
    from mart.decisions as d
    inner join mart.quote_versions as q on q.quote_key = d.quote_key
    where d.kind = 'quote_verified'
        and d.state = 'held'
        and (d.value, d.other_name) is distinct from (q.quote_type, q.speaker_name)
        and not exists (
            from mart.decisions as later
            where later.quote_key = d.quote_key and later.state = 'held' and later.decided_at > d.decided_at
        )
"""

Article = tuple[int, ...]  # places in WORDS


@dataclass
class Warehouse:
    """A star in memory: articles with their versions, and rules that find some quotes and not others."""

    con: duckdb.DuckDBPyConnection
    articles: dict[int, Article] = field(default_factory=dict)
    retired: set[int] = field(default_factory=set)
    hidden: frozenset[int] = frozenset()
    lead: str = ""
    minute: int = 0
    version: int = 0

    def start(self) -> None:
        """Nothing is there any more."""
        for table in FILLED:
            self.con.execute(f"delete from core.{table}" + (" where entity_key >= 0" if table == "dim_entity" else ""))

    def load(self, article: int, told: Article) -> None:
        """A version of an article, which takes the place of the one before."""
        self.articles[article] = told
        self.retired.discard(article)
        self.version += 1
        self.con.execute("update core.dim_article set is_current = false where article_id = ?", [str(article)])
        key = article * 1000 + self.version
        self.con.execute(
            "insert into core.dim_article (article_key, article_id, version, is_current, outlet_key, headline) "
            "values (?, ?, ?, true, -1, 'Pier')",
            [key, str(article), self.version],
        )
        self.con.execute("insert into core.fact_article (article_key) values (?)", [key])
        self._extract(key, told)

    def _extract(self, key: int, told: Article) -> None:
        self.con.execute("delete from core.article_text where article_key = ?", [key])
        self.con.execute("delete from core.fact_quote where article_key = ?", [key])
        text, number = self.lead, 0
        for place in told:
            start = len(text) + 1
            text += f"“{WORDS[place]},” she said. "
            if place not in self.hidden:
                fragment = {"raw_start": start, "raw_end": start + len(WORDS[place])}
                self.con.execute(
                    "insert into core.fact_quote (quote_key, article_key, outlet_key, cue_key, speaker_name_key, "
                    "speaker_type, speaker_name, quote_type, addressee_name_key, statement_key, quote_number, "
                    "quote_text, raw_start, raw_end, fragments) "
                    "select ?, ?, -1, -2, if(name is null, -2, name_key_of('PERSON', name, 0)), "
                    "if(name is null, null, 'PERSON'), name, found, -2, -1, ?, ?, ?, ?, ? "
                    f"from (values ({FOUND[self.lead]})) as rules(found, name)",
                    [
                        key * 100 + len(self.lead) * 10 + number,
                        key,
                        number,
                        WORDS[place],
                        *fragment.values(),
                        [fragment],
                    ],
                )
                number += 1
        self.con.execute("insert into core.article_text (article_key, raw_text) values (?, ?)", [key, text])

    def change_rules(self, hidden: frozenset[int], lead: str) -> None:
        """Other rules read all current articles again: they find other quotes, at other places, with other keys."""
        self.hidden, self.lead = hidden, lead
        current = "select article_key, article_id from core.dim_article where is_current order by all"
        for key, article in self.con.execute(current).fetchall():
            self._extract(key, self.articles[int(article)])

    def retire(self, article: int) -> None:
        """No file holds the article any more."""
        self.con.execute("update core.dim_article set is_current = false where article_id = ?", [str(article)])
        self.retired.add(article)

    def decide(self, kind: str, at: int, value: str | None) -> None:
        """A decision on one of the quotes that are there, and another minute."""
        keys = [key for (key,) in self.con.execute("select quote_key from mart.quote_versions order by 1").fetchall()]
        if not keys:
            return
        (subject,) = read_quote_subjects(self.con, [keys[at % len(keys)]])
        is_verified = kind == "quote_verified"
        speaker = subject["speaker_name"] if is_verified else value if kind == "quote_speaker" else None
        self.minute += 1
        row = {
            **{name: subject[name] for name in subject if name.startswith("subject_")},
            "kind": kind,
            "value": subject["shown_type"] if is_verified else value if kind in {"quote_text", "quote_type"} else None,
            "reason": "other" if kind == "quote_rejected" else None,
            "other_type": "PERSON" if speaker else None,
            "other_name": speaker,
            "decided_by": "ann",
            "decided_at": START + timedelta(minutes=self.minute),
        }
        add_decisions(self.con, pl.DataFrame([{name: row.get(name) for name in SCHEMA}], schema=SCHEMA))

    def undo(self, at: int) -> None:
        """One of the decisions that stand is taken back."""
        standing = list_decisions(self.con).filter(pl.col("undone_at").is_null())
        if standing.height:
            self.minute += 1
            set_moment(self.con, START + timedelta(minutes=self.minute))
            undo_decisions(self.con, [standing["decision_key"][at % standing.height]], "ben")

    def rebuild(self, path: Path) -> None:
        """A new warehouse of what files hold now, with the decisions of the one before, by a file."""
        write_decisions(path, list_decisions(self.con))
        kept = {article: told for article, told in self.articles.items() if article not in self.retired}
        self.start()
        self.articles = {}
        for article, told in kept.items():
            self.load(article, told)
        add_decisions(self.con, read_decisions(path))

    def rerun(self) -> None:
        """A run that finds nothing new: all stays as it is."""
        self.lay()
        before = self.dump()
        self.lay()
        assert self.dump() == before

    def migrate(self) -> None:
        """Another release takes over: it has the log, and makes what is derived from it anew."""
        for table in DERIVED:
            self.con.execute(f"drop table core.{table}")
        create_schema(self.con)

    def lay(self) -> None:
        """What every load and every decision ends with."""
        lay_decisions(self.con, locate_words)
        lay_named_entities(self.con)

    def dump(self) -> dict[str, list[Any]]:
        """What is derived from decisions, and what views make of it."""
        names = [*(f"core.{table}" for table in (*DERIVED, "fact_quote")), "mart.quotes", "mart.rejected_quotes"]
        return {name: sorted(self.con.execute(f"from {name}").fetchall(), key=repr) for name in names}


def fold(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()


def expect_states(warehouse: Warehouse) -> dict[int, str]:
    """State of each decision, from what articles hold and rules find, by plain counting."""
    found: dict[tuple[str, str, int], bool] = {}
    for article, told in warehouse.articles.items():
        if article in warehouse.retired:
            continue
        counts: dict[str, int] = defaultdict(int)
        for place in told:
            if place not in warehouse.hidden:
                counts[fold(WORDS[place])] += 1
                found[str(article), fold(WORDS[place]), counts[fold(WORDS[place])]] = True
    texts = {article: fold(" ".join(WORDS[place] for place in told)) for article, told in warehouse.articles.items()}
    states: dict[int, str] = {}
    last: dict[tuple[Any, ...], int] = {}
    for row in list_decisions(warehouse.con).iter_rows(named=True):
        key = row["decision_key"]
        if row["undone_at"] is not None:
            states[key] = "undone"
            continue
        subject = (row["subject_article"], fold(row["subject_text"]), row["subject_number"])
        slot = ("review" if row["kind"] in {"quote_verified", "quote_rejected"} else row["kind"], *subject)
        if slot in last:
            states[last[slot]] = "overruled"
        last[slot] = key
        held = found.get(subject, False)
        if row["kind"] == "quote_text":
            spoken = texts.get(int(row["subject_article"]), "").replace("shesaid", "")
            held = held and fold(row["value"]) in spoken
        states[key] = "held" if held else "lapsed"
    return states


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    con = duckdb.connect(config={"threads": 1})
    con.execute("set TimeZone = 'UTC'")
    create_schema(con)
    con.execute("set variable run_key = 0; set variable run_started_at = '2024-01-01'::timestamp")
    con.execute(sql.read_statement("load/insert_special_members.sql"))
    yield con
    con.close()


ARTICLES = st.lists(st.integers(0, len(WORDS) - 1), max_size=4).map(tuple)
DECIDED = st.tuples(
    st.just("decide"),
    st.sampled_from(("quote_verified", "quote_rejected", "quote_speaker", "quote_text", "quote_type")),
    st.integers(0, 7),
    st.sampled_from(("Ida Dahl", None)),
)
STEPS = st.one_of(
    st.tuples(st.just("load"), st.integers(1, 2), ARTICLES),
    DECIDED,
    DECIDED,
    st.tuples(st.just("undo"), st.integers(0, 5)),
    st.tuples(
        st.just("rules"), st.frozensets(st.integers(0, len(WORDS) - 1), max_size=2), st.sampled_from(("", "So: "))
    ),
    st.tuples(st.just("retire"), st.integers(1, 2)),
    st.tuples(st.sampled_from(("rebuild", "rerun", "migrate"))),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=st.lists(STEPS, min_size=3, max_size=12))
@example(steps=[("decide", "quote_rejected", 0, None), ("undo", 0), ("rerun",), ("migrate",), ("rebuild",)])
@example(
    steps=[("decide", "quote_verified", 0, None), ("decide", "quote_rejected", 0, None), ("migrate",), ("undo", 1)]
)
def test_every_decision_that_can_hold_holds_and_every_other_is_listed(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, steps: list[tuple[Any, ...]]
) -> None:
    warehouse = Warehouse(con)
    warehouse.start()
    warehouse.load(1, (0, 2, 0))
    for step, *values in steps:
        take(warehouse, step, values, tmp_path / "decisions.csv")
        warehouse.lay()
        shown = dict(con.execute("select decision_key, state from mart.decisions").fetchall())
        assert shown == expect_states(warehouse)
        rejected = con.execute(
            "select quote_key from mart.decisions where state = 'held' and kind = 'quote_rejected' order by all"
        ).fetchall()
        assert con.execute("select quote_key from mart.rejected_quotes order by all").fetchall() == rejected
        both = "from mart.quotes semi join mart.rejected_quotes using (quote_key)"
        assert con.execute(both).fetchall() == []
        assert con.execute(UNLIKE_VERIFIED).fetchall() == []


@pytest.mark.parametrize(("is_named", "touched"), [(False, ["Ida Dahl"]), (True, [])])
def test_a_speaker_that_articles_name_has_no_name_judged_anew(
    con: duckdb.DuckDBPyConnection, is_named: bool, touched: list[str]
) -> None:
    warehouse = Warehouse(con)
    warehouse.start()
    warehouse.load(1, (0,))
    con.execute("truncate core.fact_mention")
    if is_named:
        con.execute(
            "insert into core.fact_mention (mention_key, entity_type, entity_name, name_key) "
            "values (1, 'PERSON', 'Ida Dahl', name_key_of('PERSON', 'Ida Dahl', 1))"
        )
    warehouse.decide("quote_speaker", 0, "Ida Dahl")
    for _ in range(2):
        warehouse.lay()
        assert [name for (name,) in con.execute("select entity_name from core.touched_name").fetchall()] == touched
        con.execute("truncate core.touched_name")
        warehouse.undo(0)
    con.execute("truncate core.fact_mention")


def take(warehouse: Warehouse, step: str, values: list[Any], path: Path) -> None:
    if step == "load":
        warehouse.load(*values)
    elif step == "decide":
        kind, at, value = values
        words = {"quote_text": "must grow", "quote_type": "mixed"}
        warehouse.decide(kind, at, words.get(kind, value))
    elif step == "undo":
        warehouse.undo(*values)
    elif step == "rules":
        warehouse.change_rules(*values)
    elif step == "retire":
        if values[0] in warehouse.articles:
            warehouse.retire(*values)
    elif step == "rebuild":
        warehouse.rebuild(path)
    elif step == "rerun":
        warehouse.rerun()
    else:
        warehouse.migrate()


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=st.lists(STEPS, max_size=6), decided=DECIDED)
def test_what_is_undone_leaves_every_row_as_it_was(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, steps: list[tuple[Any, ...]], decided: tuple[Any, ...]
) -> None:
    warehouse = Warehouse(con)
    warehouse.start()
    warehouse.load(1, (0, 2, 0))
    for step, *values in steps:
        take(warehouse, step, values, tmp_path / "decisions.csv")
    warehouse.lay()
    before = warehouse.dump()
    count = list_decisions(con).height
    take(warehouse, decided[0], list(decided[1:]), tmp_path / "decisions.csv")
    warehouse.lay()
    if list_decisions(con).height == count:
        return  # there was no quote to decide on
    last = list_decisions(con).filter(pl.col("undone_at").is_null()).sort("decided_at")["decision_key"][-1]
    set_moment(con, START + timedelta(days=9))
    undo_decisions(con, [last], "ben")
    warehouse.lay()
    assert warehouse.dump() == before
