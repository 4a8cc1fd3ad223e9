"""`quotehouse entities`: who is who, a person's word on it, and what survives."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from pipeline.stages.resolve import resolve_warehouse
from terms.states import RunState
from tests.cli.conftest import CUES, Made, _stage, quote
from warehouse import audit, runs
from warehouse.build import open_build
from warehouse.home import Home, open_home
from warehouse.loading import load as loading
from warehouse.lock import hold_warehouse
from warehouse.publish import publish

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Answer

    Call = Callable[..., Answer]


def make_article(path: str, day: int, *names: str, speaker: str | None = None) -> Made:
    """An article that names persons in a row, and has one of them say something."""
    body = f"{', '.join(names)} met. {speaker or names[0]} said the pier number {day} would stand."
    return Made(
        path=path,
        outlet="The Harbour Post",
        day=date(2024, 3, day),
        headline=f"Meeting {day}",
        body=body,
        mentions=[(name, "PERSON", name) for name in names],
        quotes=[quote(f"the pier number {day} would stand", speaker or names[0], "said", "say", f"s{day}")],
    )


ARTICLES = [
    make_article("a.txt", 1, "Robert Halden", "Ola Brandt"),
    make_article("b.txt", 2, "Bob Halden", "Ola Brandt"),
    make_article("c.txt", 3, "Roberto Haldane", "Ida Brenn"),
    make_article("d.txt", 4, "Brenn", "Ida Brenn", "Halden"),
]
LATER = make_article("e.txt", 5, "Robert Halden", "Roberto Haldane", "Bob Halden")


def load(con: duckdb.DuckDBPyConnection, articles: list[Made]) -> None:
    run = runs.start_run(
        con, runner="direct", input_paths=["/in"], code_version="0", extractor_version="1", model_name="none"
    )
    con.begin()
    _stage(con, articles)
    loading.load_cues(con, CUES)
    loading.load_facts(con, run, extractor_version="1", file_count=len(articles), unopened_count=0)
    resolve_warehouse(con)
    results = audit.run_audits(con, run)
    assert results.filter(~results["is_passed"]).to_dicts() == []
    runs.finish_run(con, run, RunState.PUBLISHED)
    con.commit()


@pytest.fixture(scope="module")
def resolved_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = open_home(tmp_path_factory.mktemp("resolved") / "home")
    con = open_build(home)
    load(con, ARTICLES)
    publish(con, home)
    return home


@pytest.fixture
def judged_home(resolved_home: Home, tmp_path: Path) -> Home:
    shutil.copytree(resolved_home.path, tmp_path / "home")
    return Home(tmp_path / "home")


def dump(home: Home) -> dict[str, list[Any]]:
    """Every table but the logs, and every view of facts, of the published warehouse."""
    with duckdb.connect(str(home.published), read_only=True) as con:
        names = con.execute(
            "select schema_name || '.' || table_name from duckdb_tables() where schema_name in ('core', 'quarantine') "
            "union all select schema_name || '.' || view_name from duckdb_views() where schema_name = 'mart'"
        ).fetchall()
        told = {name for (name,) in names} - {"core.decision", "mart.decisions"}
        return {name: sorted(con.execute(f"from {name}").fetchall(), key=repr) for name in sorted(told)}


def read_names(home: Home) -> dict[str, str]:
    """Entity by name in the article."""
    with duckdb.connect(str(home.published), read_only=True) as con:
        return dict(con.execute("select name_in_article, entity_name from mart.mentions").fetchall())


def test_search_and_show(call: Call, resolved_home: Home) -> None:
    answer = call("entities", "search", "halden", "--home", resolved_home.path, "--json")
    assert [(row["entity_name"], row["mention_count"]) for row in answer.data] == [("Robert Halden", 3)]
    key = str(answer.data[0]["entity_key"])
    shown = call("entities", "show", key[:9], "--home", resolved_home.path, "--json").data
    assert shown == call("entities", "show", key, "--home", resolved_home.path, "--json").data
    assert {row["name_in_article"]: row["method"] for row in shown["names"]} == {
        "Robert Halden": "own name",
        "Bob Halden": "nickname",
        "Halden": "surname of one prominent bearer",
    }
    assert {"entity_name": "Ola Brandt", "article_count": 2} in shown["companions"]
    text = call("entities", "show", "robert halden", "--home", resolved_home.path)
    assert text.code == 0
    assert "Robert Halden (PERSON)" in text.out
    assert "nickname" in text.out
    assert "\nGender: male (first name)\n" in text.out


def test_merge_is_undone_table_by_table(call: Call, judged_home: Home) -> None:
    before = dump(judged_home)
    home = ("--home", judged_home.path)
    merged = call("entities", "merge", "--yes", "Robert Halden", "Roberto Haldane", "--by", "ann", *home)
    assert merged.code == 0
    assert merged.err == "Roberto Haldane becomes Robert Halden: 1 mention and 1 quote (Roberto Haldane) move.\n"
    assert read_names(judged_home)["Roberto Haldane"] == "Robert Halden"
    after = dump(judged_home)
    with duckdb.connect(str(judged_home.published), read_only=True) as con:
        told = "select kind, subject_type, subject_name, other_type, other_name, decided_by, state from mart.decisions"
        assert con.execute(told).fetchall() == [
            ("entity_same", "PERSON", "Robert Halden", "PERSON", "Roberto Haldane", "ann", "held")
        ]
    human = [row for row in after["mart.entity_aliases"] if "human" in row]
    assert [row[3] for row in human] == ["Roberto Haldane"]
    undone = call("entities", "undo", "--home", judged_home.path)
    assert undone.out.startswith("Undone: Roberto Haldane is Robert Halden (ann, ")
    assert dump(judged_home) == before


def test_split_is_undone_table_by_table(call: Call, judged_home: Home) -> None:
    before = dump(judged_home)
    assert call("entities", "split", "--yes", "Robert Halden", "Bob Halden", "--home", judged_home.path).code == 0
    names = read_names(judged_home)
    assert (names["Bob Halden"], names["Robert Halden"]) == ("Bob Halden", "Robert Halden")
    assert names["Halden"] == "Halden", "two bear the surname now, and neither is prominent"
    call("entities", "undo", "--home", judged_home.path)
    assert dump(judged_home) == before
    again = call("entities", "undo", "--home", judged_home.path)
    assert again.code == 2
    assert "There is no decision to undo" in again.err


def test_split_after_merge_is_undone_to_the_merge(call: Call, judged_home: Home) -> None:
    call("entities", "merge", "--yes", "Robert Halden", "Roberto Haldane", "--home", judged_home.path)
    before = dump(judged_home)
    assert call("entities", "split", "--yes", "Robert Halden", "Roberto Haldane", "--home", judged_home.path).code == 0
    assert read_names(judged_home)["Roberto Haldane"] == "Roberto Haldane"
    call("entities", "undo", "--home", judged_home.path)
    assert dump(judged_home) == before


def test_not_the_same_is_never_overruled(call: Call, judged_home: Home) -> None:
    home = ("--home", judged_home.path)
    call("entities", "split", "--yes", "Robert Halden", "Bob Halden", "--by", "ann", *home)
    refused = call("entities", "merge", "--yes", "Robert Halden", "Bob Halden", *home)
    assert refused.code == 2
    assert "ann decided on" in refused.err
    assert "not the same" in refused.err
    # Nor through a third.
    assert call("entities", "merge", "--yes", "Roberto Haldane", "Bob Halden", *home).code == 0
    chained = call("entities", "merge", "--yes", "Robert Halden", "Roberto Haldane", *home)
    assert chained.code == 1
    assert "are not Robert Halden. They stand" in chained.err
    names = read_names(judged_home)
    assert names["Bob Halden"] != names["Robert Halden"]


def test_judgements_hold_in_later_runs(call: Call, judged_home: Home) -> None:
    call("entities", "merge", "--yes", "Robert Halden", "Roberto Haldane", "--home", judged_home.path)
    call("entities", "split", "--yes", "Robert Halden", "Bob Halden", "--home", judged_home.path)
    con = open_build(judged_home)
    load(con, [LATER])
    publish(con, judged_home)
    names = read_names(judged_home)
    assert names["Roberto Haldane"] == "Robert Halden"
    assert names["Bob Halden"] == "Bob Halden"
    with duckdb.connect(str(judged_home.published), read_only=True) as con:
        held = con.execute("select count(*) from mart.entity_aliases where decided_by <> 'rule'").fetchone()
    assert held == (2,)


def test_export_and_import_bring_judgements_into_a_rebuild(call: Call, judged_home: Home, tmp_path: Path) -> None:
    call("entities", "merge", "--yes", "Robert Halden", "Roberto Haldane", "--by", "ann", "--home", judged_home.path)
    call("entities", "split", "--yes", "Robert Halden", "Bob Halden", "--by", "ben", "--home", judged_home.path)
    file = tmp_path / "decisions.csv"
    assert call("entities", "export", file, "--home", judged_home.path).out == f"2 decisions in {file}\n"
    rebuilt = open_home(tmp_path / "rebuilt")
    con = open_build(rebuilt)
    load(con, ARTICLES)
    publish(con, rebuilt)
    assert call("entities", "import", file, "--home", rebuilt.path).out == f"2 new decisions from {file}\n"
    assert read_names(rebuilt) == read_names(judged_home)
    for table in ("mart.entities", "mart.quotes", "mart.mentions"):
        assert dump(rebuilt)[table] == dump(judged_home)[table], table
    assert call("entities", "import", file, "--home", rebuilt.path).out == f"0 new decisions from {file}\n"


def test_judgements_file_of_the_settings_is_kept_up_to_date(
    call: Call, judged_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "kept.csv"
    monkeypatch.setenv("QUOTEHOUSE_JUDGEMENTS", str(file))
    call("entities", "merge", "--yes", "Robert Halden", "Roberto Haldane", "--by", "ann", "--home", judged_home.path)
    lines = file.read_text("utf-8").splitlines()
    assert lines[0].startswith("kind,subject_type,subject_name")
    assert lines[1].startswith("entity_same,PERSON,Robert Halden,,,,,PERSON,Roberto Haldane,,,,,,,,ann,")
    assert lines[1].endswith("Z,,")
    call("entities", "undo", "--by", "ben", "--home", judged_home.path)
    (undone,) = file.read_text("utf-8").splitlines()[1:]
    assert undone.startswith(lines[1].removesuffix(",,"))
    assert ",ben," in undone


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("show", "Nobody"), 2, "No entity has the ID or the name 'Nobody'"),
        (("show", "99999999999999999999"), 2, "No entity has the ID or the name '99999999999999999999'"),
        (("merge", "Robert Halden", "Bob Halden"), 2, "are already the same entity: Robert Halden"),
        (("split", "Robert Halden", "Ida Brenn"), 2, "has no name 'Ida Brenn'. Its names are"),
        (("split", "Robert Halden", "Robert Halden"), 2, "is the main name of this entity"),
        (("import", "missing.csv"), 2, "Cannot read the decisions file missing.csv"),
    ],
)
def test_wrong_usage_says_what_to_do(
    call: Call, resolved_home: Home, words: tuple[str, ...], code: int, told: str
) -> None:
    answer = call("entities", *words, "--home", resolved_home.path)
    assert answer.code == code
    assert told in answer.err


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("maybe,PERSON,A,PERSON,B,ann,2024-05-01", "the verdict 'maybe' is neither"),
        ("same,MAN,A,PERSON,B,ann,2024-05-01", "'MAN' is not a type"),
        ("same,PERSON,A,PERSON,A,ann,2024-05-01", "names 'A' twice"),
        ("same,PERSON,A,PERSON,B,ann,May", "'May' is not a time"),
        ("same,PERSON,A,PERSON,B,,2024-05-01", "needs a value for decided_by"),
    ],
)
def test_bad_lines_of_a_decisions_file_are_named(
    call: Call, resolved_home: Home, tmp_path: Path, line: str, told: str
) -> None:
    file = tmp_path / "bad.csv"
    heading = "verdict,entity_type,entity_name,other_entity_type,other_entity_name,decided_by,decided_at"
    file.write_text(f"{heading}\n{line}\n", "utf-8")
    answer = call("entities", "import", file, "--home", resolved_home.path)
    assert answer.code == 2
    assert f"Line 2 of the decisions file {file}" in answer.err
    assert told in answer.err


def test_commands_wait_for_the_run_that_holds_the_warehouse(
    call: Call, judged_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUOTEHOUSE_WAIT_SECONDS", "0")
    before = dump(judged_home)
    with hold_warehouse(judged_home, "a long one"):
        answer = call("entities", "merge", "--yes", "Robert Halden", "Roberto Haldane", "--home", judged_home.path)
    assert answer.code == 4
    assert "a long one" in answer.err
    assert dump(judged_home) == before


def test_failure_leaves_everything_as_it_was(call: Call, judged_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> list[str]:
        return ["find_orphan_keys"]

    monkeypatch.setattr("pipeline.decisions.find_broken_audits", fail)
    before = dump(judged_home)
    answer = call("entities", "merge", "--yes", "Robert Halden", "Roberto Haldane", "--home", judged_home.path)
    assert answer.code == 1
    assert "find_orphan_keys" in answer.err
    with closing(open_build(judged_home)) as con:
        assert con.execute("select count(*) from core.decision").fetchone() == (0,)
    assert dump(judged_home) == before
