"""`quotehouse quotes`, `outlets` and `decisions`: a person's word on quotes, and what it tells of the extractor."""

from __future__ import annotations

import csv
import shutil
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest

from benchmarks.checked import describe_scores, score_checked
from pipeline.stages.resolve import resolve_warehouse
from tests.cli.conftest import Made, quote
from tests.cli.test_entities import ARTICLES, dump, load
from warehouse.audit import NAME_TABLES, RELATION_TABLES
from warehouse.build import open_build
from warehouse.home import Home, open_home
from warehouse.lock import hold_warehouse
from warehouse.publish import publish

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Answer

    Call = Callable[..., Answer]


@pytest.fixture(scope="module")
def loaded_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = open_home(tmp_path_factory.mktemp("loaded") / "home")
    con = open_build(home)
    load(con, ARTICLES)
    publish(con, home)
    return home


@pytest.fixture
def home(loaded_home: Home, tmp_path: Path) -> Home:
    shutil.copytree(loaded_home.path, tmp_path / "home")
    return Home(tmp_path / "home")


def ask(home: Home, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home.published), read_only=True) as con:
        return con.execute(query).fetchall()


def find_key(home: Home, words: str) -> str:
    """Key of the quote with these words."""
    ((key,),) = ask(home, f"select quote_key from core.fact_quote where contains(quote_text, '{words}')")
    return str(key)


def test_quotes_are_listed_shown_verified_and_rejected(call: Call, home: Home) -> None:
    where = ("--home", home.path)
    before = dump(home)
    listed = call("quotes", "list", "--words", "number 1", "--json", *where).data
    assert [(row["quote_text"], row["review"]) for row in listed] == [("the pier number 1 would stand", None)]
    key = str(listed[0]["quote_key"])
    verified = call("quotes", "verify", key[:8], "--by", "ann", "--why", "heard it", *where)
    assert verified.out.startswith("Decided: “the pier number 1 would stand” is verified as said by Robert Halden.\n")
    other = find_key(home, "number 2")
    rejected = call("quotes", "reject", other, "--reason", "not_said", "--by", "ben", *where)
    assert rejected.code == 0, rejected.err
    reviews = ask(home, "select review, count(*) from mart.quotes group by all order by all")
    assert reviews == [("verified", 1), (None, 2)]
    assert ask(home, "select reject_reason, reviewed_by from mart.rejected_quotes") == [("not_said", "ben")]
    assert ask(home, "select sum(quote_count)::int from mart.articles") == [(3,)]
    shown = call("quotes", "show", key, *where).out
    assert "Review:  verified" in shown
    assert "ann: “the pier number 1 would stand” is verified as said by Robert Halden (heard it); held" in shown
    for _ in range(2):
        assert call("decisions", "undo", "--by", "ann", *where).out.startswith("Undone: ")
    assert dump(home) == before
    assert [row["state"] for row in call("decisions", "list", "--json", *where).data] == ["undone", "undone"]


def test_quotes_are_corrected(call: Call, home: Home, tmp_path: Path) -> None:
    where = ("--home", home.path, "--by", "ann")
    one, other = find_key(home, "number 1"), find_key(home, "number 2")
    corrected = call("quotes", "correct", one, "--speaker", "Ida Brenn", "--text", "number 1 WOULD stand", *where)
    assert corrected.code == 0, corrected.err
    assert call("quotes", "correct", other, "--described", "a clerk", *where).code == 0
    told = ask(home, "select quote_text, speaker_name, source_kind, review from mart.quotes order by quote_text")
    assert told[:2] == [
        ("number 1 would stand", "Ida Brenn", "person", "corrected"),
        ("the pier number 2 would stand", "a clerk", "anonymous", "corrected"),
    ]
    answer = call("decisions", "score", "--json", "--home", home.path)
    assert answer.code == 0, answer.err
    scored = answer.data
    assert scored["all"]["checked_count"] == 2
    assert scored["by_method"][0]["right_speaker_count"] == 0
    answer = call("decisions", "sample", 1, "--json", "--home", home.path)
    assert answer.code == 0, answer.err
    drawn = answer.data
    assert len(drawn) == 1
    assert drawn == call("decisions", "sample", 1, "--json", "--home", home.path).data
    for ending, read in ((".csv", pl.read_csv), (".parquet", pl.read_parquet), (".jsonl", pl.read_ndjson)):
        file = tmp_path / f"drawn{ending}"
        assert call("decisions", "sample", 1, "-o", file, "--home", home.path).out == f"1 quote in {file}\n"
        assert [str(key) for key in read(file)["quote_key"]] == [row["quote_key"] for row in drawn]
    book = tmp_path / "drawn.xlsx"
    assert call("decisions", "sample", 1, "-o", book, "--home", home.path).code == 0
    assert book.read_bytes().startswith(b"PK")
    assert "does not tell the format" in call("decisions", "sample", 1, "-o", "drawn.txt", "--home", home.path).err


def test_a_described_source_becomes_the_person_in_its_own_article(call: Call, home: Home) -> None:
    where = ("--home", home.path, "--by", "ann")
    for words in ("number 1", "number 2"):
        call("quotes", "correct", find_key(home, words), "--described", "the mayor", *where)
    found = "select speaker_entity_key from mart.quotes where contains(quote_text, 'number 1')"
    ((key,),) = ask(home, found)
    merged = call("entities", "merge", key, "Ola Brandt", "--yes", *where)
    assert merged.code == 0, merged.err
    speakers = "select speaker_name from mart.quotes where not contains(quote_text, 'number 3') order by quote_text"
    assert ask(home, speakers)[:2] == [("Ola Brandt",), ("the mayor",)]


def test_a_described_source_is_merged_in_all_its_forms(call: Call, tmp_path: Path) -> None:
    told = [("Sources", "the pier stood"), ("the sources", "it would fall")]
    article = Made(
        path="a.txt",
        outlet="The Harbour Post",
        day=date(2024, 3, 1),
        headline="Meeting",
        body="Ola Brandt met Sources said the pier stood. Later the sources said it would fall.",
        mentions=[("Ola Brandt", "PERSON", "Ola Brandt")],
        quotes=[
            quote(words, who, "said", "say", words, speaker_type="DESCRIPTION", source_kind="anonymous")
            for who, words in told
        ],
    )
    home = open_home(tmp_path / "home")
    with closing(open_build(home)) as con:
        load(con, [article])
        publish(con, home)
    speakers = "select distinct speaker_entity_key, speaker_name from mart.quotes"
    ((key, _),) = ask(home, speakers)
    before = dump(home)
    merged = call("entities", "merge", key, "Ola Brandt", "--yes", "--by", "ann", "--home", home.path)
    assert "2 quotes (Sources, the sources) move" in merged.err
    assert [name for _, name in ask(home, speakers)] == ["Ola Brandt"]
    call("entities", "undo", "--home", home.path)
    assert dump(home) == before


def test_quotes_are_listed_by_the_filters_of_named_queries(call: Call, home: Home) -> None:
    call("quotes", "reject", find_key(home, "number 2"), "--by", "ann", "--home", home.path)

    def count(*words: str) -> int:
        return len(call("quotes", "list", *words, "--json", "--home", home.path).data)

    assert count() == 3
    assert count("--since", "2024-03-03") == 2
    assert count("--until", "2024-03-02", "--review", "any") == 1
    assert count("--until", "2024-03-01", "--review", "any") == 0
    assert count("--about", "pier number 3") == 1
    assert count("--source-kind", "anonymous") == 0
    assert count("--min-confidence", "1") == 0


def test_a_quote_is_not_told_apart_from_itself(call: Call, home: Home) -> None:
    key = find_key(home, "number 1")
    answer = call("quotes", "same", key, key, "--home", home.path)
    assert (answer.code, answer.err) == (2, "Error: These are the same quote. Give two different ones.\n")


def test_nothing_else_is_said_of_a_rejected_quote(call: Call, home: Home) -> None:
    one, other = find_key(home, "number 1"), find_key(home, "number 2")
    call("quotes", "reject", one, "--home", home.path)
    for words in (("same", one, other), ("correct", one, "--nobody")):
        answer = call("quotes", *words, "--home", home.path)
        assert (answer.code, answer.err.startswith(f"Error: Quote {one} is rejected. Undo that first")) == (2, True)


def test_who_decides_after_an_upgrade_is_told_what_takes_so_long(call: Call, home: Home) -> None:
    where = ("--by", "ann", "--home", home.path)
    with closing(open_build(home)) as con:
        con.execute("update core.name_block set resolver_version = 'of another release'")
        publish(con, home)
    assert "All are judged anew first" in call("quotes", "verify", find_key(home, "number 1"), *where).err
    assert call("quotes", "verify", find_key(home, "number 2"), *where).err == ""


def test_outlets_are_named_and_listed(call: Call, home: Home) -> None:
    where = ("--home", home.path)
    assert call("outlets", "name", "the harbour post", "Harbour Post", "--by", "ann", *where).code == 0
    (row,) = call("outlets", "list", "--json", *where).data
    assert (row["outlet_name"], row["names_in_articles"]) == ("Harbour Post", ["The Harbour Post"])
    assert ask(home, "select distinct outlet_name from mart.quotes") == [("Harbour Post",)]


def test_what_is_decided_already_is_not_decided_again(call: Call, home: Home) -> None:
    where = ("--home", home.path)
    key = find_key(home, "number 1")
    assert call("quotes", "verify", key, "--by", "ann", "--why", "heard it", *where).code == 0
    again = call("quotes", "verify", key, "--by", "ann", *where)
    assert again.out == "You decided that before, and it still stands; nothing was changed.\n"
    assert call("quotes", "verify", key, "--by", "ann", "--why", "read it too", *where).out.startswith("Decided: ")
    assert call("quotes", "verify", key, "--by", "ben", *where).out.startswith("Decided: "), "two people may check"
    con_log = ask(home, "select decided_by, comment from mart.decisions order by decided_at")
    assert con_log == [("ann", "heard it"), ("ann", "read it too"), ("ben", None)]


def test_only_what_a_decision_touches_is_resolved_and_audited(
    call: Call, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    audited: list[frozenset[str]] = []

    def audit(_: duckdb.DuckDBPyConnection, resolved: frozenset[str]) -> list[str]:
        audited.append(resolved)
        return []

    monkeypatch.setattr("pipeline.decisions.find_broken_audits", audit)
    where = ("--by", "ann", "--home", home.path)
    call("quotes", "verify", find_key(home, "number 3"), *where)  # the first resolves what the fixture did not
    call("quotes", "verify", find_key(home, "number 1"), *where)
    call("quotes", "reject", find_key(home, "number 2"), *where)
    call("entities", "merge", "Robert Halden", "Ola Brandt", "--yes", *where)
    assert audited[1:] == [frozenset(), RELATION_TABLES, NAME_TABLES]


def test_outlets_that_are_one_are_not_merged_again(call: Call, home: Home) -> None:
    with duckdb.connect(str(home.published)) as con:
        con.execute("insert into core.dim_outlet (outlet_key, outlet_id, outlet_name) values (7, 'lantern', 'Lantern')")
        con.execute("insert into core.decided_outlet values (7, 'The Harbour Post')")
    merged = call("outlets", "merge", "The Harbour Post", "Lantern", "--yes", "--home", home.path)
    assert merged.code == 2
    assert merged.err == "Error: 'The Harbour Post' and 'Lantern' are already one outlet: The Harbour Post.\n"


def test_two_people_contradict_each_other(call: Call, home: Home, tmp_path: Path) -> None:
    where = ("--home", home.path)
    other = Home(tmp_path / "other")
    shutil.copytree(home.path, other.path)
    key = find_key(home, "number 1")
    call("quotes", "verify", key, "--by", "ann", *where)
    call("quotes", "reject", key, "--by", "ben", "--home", other.path)
    file = tmp_path / "ben.csv"
    assert call("decisions", "export", file, "--home", other.path).out == f"1 decision in {file}\n"
    taken = call("decisions", "import", file, *where)
    assert taken.out == f"1 new decision from {file}\n"
    assert "Contradiction: ann says “the pier number 1 would stand” is verified" in taken.err
    assert "ben says “the pier number 1 would stand” is not a quote" in taken.err
    assert "by ben, stands. Both are kept" in " ".join(taken.err.split())
    states = "select decided_by, state from mart.decisions order by all"
    assert ask(home, states) == [("ann", "overruled"), ("ben", "held")]
    assert call("decisions", "import", file, *where).out == f"0 new decisions from {file}\n"


def test_a_rejection_contradicts_corrections_of_others(call: Call, home: Home, tmp_path: Path) -> None:
    where = ("--home", home.path)
    other = Home(tmp_path / "other")
    shutil.copytree(home.path, other.path)
    key = find_key(home, "number 1")
    call("quotes", "reject", key, "--by", "ann", *where)
    call("quotes", "correct", key, "--described", "a clerk", "--by", "ben", "--home", other.path)
    file = tmp_path / "ben.csv"
    call("decisions", "export", file, "--home", other.path)
    told = " ".join(call("decisions", "import", file, *where).err.split())
    assert "Contradiction: ben says “the pier number 1 would stand” was said by a clerk" in told
    assert "ann says “the pier number 1 would stand” is not a quote" in told
    assert "The rejection, by ann, stands. Both are kept" in told


def test_who_verifies_contradicts_who_names_another_speaker(call: Call, home: Home, tmp_path: Path) -> None:
    where = ("--home", home.path)
    other = Home(tmp_path / "other")
    shutil.copytree(home.path, other.path)
    key = find_key(home, "number 1")
    call("quotes", "correct", key, "--speaker", "Ola Brandt", "--by", "ann", *where)
    call("quotes", "verify", key, "--by", "ben", "--home", other.path)
    file = tmp_path / "ben.csv"
    call("decisions", "export", file, "--home", other.path)
    told = " ".join(call("decisions", "import", file, *where).err.split())
    assert "ann says “the pier number 1 would stand” was said by Ola Brandt" in told
    assert "ben says “the pier number 1 would stand” is verified as said by Robert Halden" in told
    assert "The later one, by ben, stands." in told
    assert ask(home, "select speaker_name from mart.quotes where review is not null") == [("Robert Halden",)]


def test_who_overrules_another_is_told(call: Call, home: Home) -> None:
    where = ("--home", home.path)
    key = find_key(home, "number 1")
    call("quotes", "verify", key, "--by", "ann", *where)
    told = call("quotes", "reject", key, "--by", "ben", *where)
    assert "that “the pier number 1 would stand” is verified as said by Robert Halden. Yours stands now" in told.err
    assert told.err.startswith("ann decided on ")
    again = call("quotes", "reject", key, "--reason", "garbled", "--by", "ben", *where)
    assert "ben decided" not in again.err, "nobody is told of his own word"


def test_what_was_verified_holds_against_rules_that_find_something_else(call: Call, home: Home) -> None:
    where = ("--home", home.path)
    key = find_key(home, "number 1")
    call("quotes", "verify", key, "--by", "ann", *where)
    shown = f"select speaker_name, source_kind, quote_type, review from mart.quotes where quote_key = {key}"
    right = "select is_speaker_right, is_type_right, is_right from mart.checked_quotes"
    before = ask(home, shown)
    assert ask(home, right) == [(True, True, True)]
    with closing(open_build(home)) as con:
        con.execute(
            "update core.fact_quote set quote_type = 'direct', speaker_name = o.speaker_name, "
            "speaker_name_key = o.speaker_name_key from core.fact_quote as o "
            f"where contains(o.quote_text, 'number 3') and core.fact_quote.quote_key = {key}"
        )
        resolve_warehouse(con)
        publish(con, home)
    assert ask(home, shown) == before
    assert ask(home, right) == [(False, False, False)], "the extractor is scored by what was verified"


def test_checked_quotes_that_are_not_found_now_are_counted_apart(call: Call, home: Home) -> None:
    where = ("--home", home.path)
    call("quotes", "verify", find_key(home, "number 1"), "--by", "ann", *where)
    call("quotes", "verify", find_key(home, "number 3"), "--by", "ann", *where)
    call("quotes", "reject", find_key(home, "number 2"), "--by", "ann", *where)
    with closing(open_build(home)) as con:
        con.execute("update core.fact_quote set is_cut = true where not contains(quote_text, 'number 3')")
        resolve_warehouse(con)
        publish(con, home)
    assert call("decisions", "score", "--json", *where).data["gone"] == {"right_count": 1, "rejected_count": 1}
    told = call("decisions", "score", *where)
    assert "1 that were verified or corrected, 1 that were rejected" in told.err
    assert describe_scores(score_checked(home.published)).endswith("; not found 1 right, 1 wrong")


def test_who_has_to_wait_for_a_run_is_told(call: Call, home: Home) -> None:
    with hold_warehouse(home, "over samples"):
        answer = call("quotes", "verify", find_key(home, "number 1"), "--wait", "0.1", "--home", home.path)
    assert answer.code == 4
    assert answer.err.startswith("Waiting for a run (over samples), 0.1 s at most.")
    assert ": over samples (process " in answer.err


def test_a_file_that_a_spreadsheet_wrote_is_taken_in(call: Call, home: Home, tmp_path: Path) -> None:
    where = ("--home", home.path)
    call("quotes", "verify", find_key(home, "number 1"), "--by", "ann", *where)
    file = tmp_path / "ours.csv"
    call("decisions", "export", file, *where)
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    with file.open("w", encoding="utf-8-sig", newline="") as lines:
        csv.writer(lines, delimiter=";").writerows([[cell.replace("ann", "Änne") for cell in row] for row in rows])
    assert call("decisions", "import", file, *where).out == f"1 new decision from {file}\n"
    rows[1][rows[0].index("subject_hash")] = "1.2E+15"
    with file.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows(rows)
    refused = call("entities", "import", file, *where)
    assert "subject_hash is '1.2E+15' and must be 16 hexadecimal digits" in refused.err
    other = call("decisions", "export", tmp_path / "ours.xlsx", *where)
    assert (other.code, other.err[:34]) == (2, "Error: Decisions are written as CS")


def test_what_cannot_be_laid_is_listed(call: Call, home: Home, tmp_path: Path) -> None:
    file = tmp_path / "all.csv"
    call("quotes", "verify", find_key(home, "number 1"), "--by", "ann", "--home", home.path)
    call("decisions", "export", file, "--home", home.path)
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    rows[0] |= {"subject_hash": "0" * 16, "subject_text": "words that are gone"}
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    taken = call("decisions", "import", file, "--home", home.path)
    assert "have no subject in this warehouse now" in taken.err
    lapsed = call("decisions", "list", "--lapsed", "--json", "--home", home.path).data
    assert [(row["subject_text"], row["lapse"]) for row in lapsed] == [
        ("words that are gone", "the article has no such quote now")
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("quotes", "verify", "999"), "No quote has the key '999'"),
        (("quotes", "list", "--review", "fine"), "is not a review state"),
        (
            ("quotes", "reject", "1", "--reason", "bad"),
            "Invalid value for '--reason' / '-r': 'bad' is not one of 'not_a",
        ),
        (("quotes", "list", "--since", "2024-99"), "since=2024-99 is not a value for the filter 'since'"),
        (("entities", "show", "Ola"), "Did you mean"),
        (("decisions", "sample", "0"), "Invalid value for 'COUNT': it must be at least 1, not '0'"),
        (("quotes", "correct", "1", "--speaker", "A", "--nobody"), "A quote has one speaker"),
        (("outlets", "name", "Nowhere", "X"), "No article is from an outlet called 'Nowhere'"),
        (("decisions", "undo", "12"), "No decision has a key that begins with '12'"),
        (("decisions", "undo"), "There is no decision to undo"),
        (("decisions", "list", "--state", "gone"), "is not a state of a decision"),
        (("decisions", "list", "--kind", "gone"), "is not a kind of decision"),
        (("entities", "merge", "Robert Halden", "Ola Brandt"), "Add --yes to go ahead"),
    ],
)
def test_wrong_usage_says_what_to_do(call: Call, loaded_home: Home, words: tuple[str, ...], told: str) -> None:
    answer = call(*words, "--home", loaded_home.path)
    assert answer.code == 2
    assert told in answer.err
