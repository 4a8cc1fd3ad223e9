"""`quotehouse query`."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import TYPE_CHECKING

import polars as pl
import pytest

from warehouse.filters import FILTERS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Answer
    from warehouse.home import Home

SPEAKERS = "select speaker_name, quote_text from mart.quotes order by quote_text limit 5"


@pytest.fixture
def ask(call: Callable[..., Answer], published_home: Home) -> Callable[..., Answer]:
    return lambda *words: call("query", "--home", published_home.path, *words)


def test_table_reads_well_in_80_columns(ask: Callable[..., Answer]) -> None:
    answer = ask(SPEAKERS)
    assert answer.code == 0
    assert answer.err == ""
    lines = answer.out.splitlines()
    assert lines[0].split() == ["speaker_name", "quote_text"]
    assert max(map(len, lines)) <= 80
    assert any("Mira Talvik" in line and "the fish would return" in line for line in lines)


def test_wide_rows_become_blocks_with_every_value_whole(ask: Callable[..., Answer]) -> None:
    answer = ask("select * from mart.quotes where cue = 'denied'")
    assert answer.code == 0
    assert "1 of 1" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80
    fields = dict(line.split(maxsplit=1) for line in answer.out.splitlines()[1:] if line[:1].strip())
    assert fields["quote_text"].strip() == "the cranes were unsafe"
    assert fields["quote_key"].strip().isdigit()
    assert fields["statement_key"].strip().isdigit()


def test_csv(ask: Callable[..., Answer]) -> None:
    answer = ask("select cue, fragments, null as nothing from mart.quotes order by cue", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert [row["cue"] for row in rows] == ["claimed", "denied", "said", "said", "told"]
    assert len(json.loads(rows[0]["fragments"])) == 1
    assert rows[0]["nothing"] == ""


def test_json_is_one_document_and_nothing_else(ask: Callable[..., Answer]) -> None:
    answer = ask("select published_on, author_names, quote_count from mart.articles order by source_path", "--json")
    assert answer.code == 0
    assert answer.data[0] == {"published_on": "2024-03-04", "author_names": ["Ann Writer"], "quote_count": 3}
    assert ask("select 1 as one where false", "--json").data == []


def test_no_column_of_a_name_hides_another_in_json(ask: Callable[..., Answer]) -> None:
    asked = "select 1 as a, 2 as a, 3 as a_2, 4 as b"
    assert json.loads(ask(asked, "--format", "json").out) == [{"a": 1, "a_2": 2, "a_2_2": 3, "b": 4}]


def test_json_lines(ask: Callable[..., Answer]) -> None:
    answer = ask(SPEAKERS, "-f", "jsonl", "-n", "2")
    assert [json.loads(line)["quote_text"] for line in answer.out.splitlines()] == [
        "The port will close on Friday, Nobody has to leave.",
        "the cranes were unsafe",
    ]


@pytest.mark.parametrize("ending", ["csv", "json", "jsonl", "parquet"])
def test_output_file_takes_its_format_from_its_name(ask: Callable[..., Answer], tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"quotes.{ending}"
    answer = ask(SPEAKERS, "--output", target)
    assert answer.code == 0
    assert answer.out == ""
    assert "5 rows written" in answer.err
    readers: dict[str, Callable[[Path], pl.DataFrame]] = {
        "csv": pl.read_csv,
        "json": pl.read_json,
        "jsonl": pl.read_ndjson,
        "parquet": pl.read_parquet,
    }
    frame = readers[ending](target)
    assert frame.columns == ["speaker_name", "quote_text"]
    assert frame.height == 5
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_failed_query_leaves_no_file_and_the_old_one_whole(ask: Callable[..., Answer], tmp_path: Path) -> None:
    target = tmp_path / "quotes.csv"
    target.write_text("old", "utf-8")
    assert ask("select quote_text::int from mart.quotes", "--output", target).code == 2
    assert target.read_text("utf-8") == "old"
    assert len(list(tmp_path.iterdir())) == 1


def test_named_query_with_parameters(ask: Callable[..., Answer]) -> None:
    answer = ask("find_quotes_by_speaker", "speaker=Jonas Wehr", "--json")
    assert [row["quote_text"] for row in answer.data] == ["the cranes were unsafe"]


def test_limit_reaches_into_named_queries(ask: Callable[..., Answer]) -> None:
    assert len(ask("rank_speakers", "--limit", 2, "--json").data) == 2
    assert len(ask("rank_longest_quotes", "limit=1", "--limit", 0, "--json").data) == 1


def test_table_says_when_it_stops(ask: Callable[..., Answer]) -> None:
    answer = ask("select range as number from range(150)")
    assert "the first 100 rows" in answer.err
    assert len(answer.out.splitlines()) == 102
    assert ask("select range as number from range(100)").err == ""
    assert len(ask("select range as number from range(150)", "-n", 0).out.splitlines()) == 152


def test_what_is_cut_is_said_whatever_the_format(ask: Callable[..., Answer], tmp_path: Path) -> None:
    for words in (["--json"], ["-f", "csv"], ["-f", "jsonl"], []):
        assert "the first 2 of 5 rows; --limit 0 gives all" in ask("rank_longest_quotes", "-n", 2, *words).err
        assert ask("rank_longest_quotes", "-n", 5, *words).err == ""
    assert "the first 1 of 5 rows" in ask("rank_longest_quotes", "limit=1", "--json").err
    for ending in ("csv", "xlsx", "parquet"):
        answer = ask("select range as number from range(9)", "-n", 4, "-o", tmp_path / f"rows.{ending}")
        assert "4 rows written" in answer.err
        assert "the first 4 rows" in answer.err
        assert "first" not in ask("select 1 as one", "-n", 1, "-o", tmp_path / f"rows.{ending}").err


def test_keys_are_text_unless_numbers_are_asked_for(ask: Callable[..., Answer]) -> None:
    text = "select quote_key, [quote_key] as quote_keys, 1152921504606846976 as size from mart.quotes limit 1"
    (row,) = ask(text, "--json").data
    assert row["quote_key"].isdigit()
    assert row["quote_keys"] == [row["quote_key"]]
    assert row["size"] == 2**60
    (number,) = ask(text, "--json", "--keys", "number").data
    assert number["quote_key"] == int(row["quote_key"])
    assert f'\n"{row["quote_key"]}",' in ask(text, "-f", "csv").out
    assert f"\n{row['quote_key']}," in ask(text, "-f", "csv", "--keys", "number").out


def test_csv_for_excel_is_marked_keeps_keys_and_runs_nothing(ask: Callable[..., Answer]) -> None:
    text = "select 42 as quote_key, '=1+1' as sum, '-2' as less, '“é”' as quoted, -3 as number"
    lines = ask(text, "-f", "csv", "--excel").out.split("\r\n")
    assert lines[0] == "\ufeffquote_key,sum,less,quoted,number"
    assert lines[1] == '"=""42""",\'=1+1,\'-2,“é”,-3'
    assert "--excel is for CSV" in ask(text, "--excel").err


def test_workbook_holds_text_and_no_formulas(ask: Callable[..., Answer], tmp_path: Path) -> None:
    target = tmp_path / "rows.xlsx"
    rows = (
        "select '=1+1' as a, '@x' as b, 'https://example.org' as c, 4611686018427387904 as quote_key, 3 as n, "
        "date '2024-03-04' as day"
    )
    assert ask(rows, "-o", target).code == 0
    with zipfile.ZipFile(target) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert 'state="frozen"' in sheet
    assert "<t>=1+1</t>" in sheet
    assert f"<t>{2**62}</t>" in sheet
    assert "<v>3</v>" in sheet


def test_text_too_long_for_a_cell_is_told(ask: Callable[..., Answer], tmp_path: Path) -> None:
    assert "1 texts were cut" in ask("select repeat('a', 40000) as long", "-o", tmp_path / "rows.xlsx").err


def test_filters_are_listed_and_taken(ask: Callable[..., Answer]) -> None:
    assert [each["name"] for each in ask("--filters", "--json").data] == list(FILTERS)
    assert "min_confidence=SHARE" in ask("--filters").out
    rows = ask("find_quotes_by_speaker", "speaker=talvik", "outlet=inland", "since=2024-03", "--json").data
    assert {row["outlet_name"] for row in rows} == {"Inland Post"}
    assert "It takes: limit, since" in " ".join(ask("rank_speakers", "sicne=2024").err.split())


def test_no_rows_are_said_on_stderr(ask: Callable[..., Answer]) -> None:
    answer = ask("find_quotes_by_speaker", "speaker=Nobody")
    assert (answer.code, answer.out, answer.err) == (0, "", "No rows.\n")


def test_list_shows_every_query_with_its_question(call: Callable[..., Answer], tmp_path: Path) -> None:
    answer = call("query", "--list", "--home", tmp_path / "nowhere")
    assert answer.code == 0
    assert "Who is quoted most, and by how many outlets?" in " ".join(answer.out.split())
    assert max(map(len, answer.out.splitlines())) <= 80
    names = [query["name"] for query in call("query", "--list", "--json").data]
    assert "rank_speakers" in names
    assert names == sorted(names)


def test_views_are_described(ask: Callable[..., Answer]) -> None:
    views = {view["view_name"]: view["holds"] for view in ask("--views", "--json").data}
    assert "mart.quotes" in views
    assert all(views.values())


def test_sql_from_stdin(ask: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("select count(*) as quote_count from mart.quotes"))
    assert ask("-", "--json").data == [{"quote_count": 5}]


@pytest.mark.parametrize(
    "text",
    [
        "delete from core.fact_quote",
        "insert into core.dim_cue values (1, 'a', 'b')",
        "drop view mart.quotes",
        "create temp table t as select 1",
        "copy (select 1) to 'stolen.csv'",
        "attach ':memory:' as other",
        "set threads = 1",
        "select 1; delete from core.fact_quote",
        "create table a as select 'pivot' as b; select 1",
    ],
)
def test_writing_is_refused(ask: Callable[..., Answer], text: str) -> None:
    answer = ask(text)
    assert answer.code == 2
    assert answer.out == ""
    assert "only reads" in answer.err


@pytest.mark.parametrize(
    "text", ["pivot mart.quotes on quote_type using count(*) group by cue", "describe mart.quotes"]
)
def test_reading_in_other_words_is_allowed(ask: Callable[..., Answer], text: str) -> None:
    assert ask(text, "--json").code == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["rank_speaker"], "Did you mean rank_speakers"),
        (["find_quotes_by_speaker", "speaker=A", "exact=maybe"], "exact=maybe is neither yes nor no."),
        (["rank_speakers_by_outlet", "top=many"], "top=many is not a number. It is 5 where it is not given."),
        (["select 1", "since=2024"], "since= is a filter of named queries, and this is SQL"),
        (["nonsense"], "query --list"),
        (["select nope from mart.quotes"], "quotehouse query --views"),
        (["select * from mart.nope"], "quotehouse query --views"),
        (["selec 1"], "syntax error"),
        (["   "], "empty"),
        (["select 1; select 2"], "one at a time"),
        ([], "No query was given"),
        (["find_quotes_by_speaker"], 'speaker="..."'),
        (["rank_speakers", "lmit=3"], "It takes: limit, since"),
        (["rank_speakers", "limit=many"], "many"),
        (["rank_speakers", "since=soon"], "a year, a month or a day"),
        (["select $speaker"], "name=value"),
        (["select", "1"], "quotation marks"),
        ([SPEAKERS, "--format", "xml"], "xml"),
        ([SPEAKERS, "--json", "--format", "csv"], "contradict"),
        ([SPEAKERS, "--format", "parquet"], "--output"),
        ([SPEAKERS, "--output", "quotes"], "does not tell the format"),
        ([SPEAKERS, "--output", "no/such/folder/quotes.csv"], "There is no folder"),
        ([SPEAKERS, "--limit", "-1"], "--limit"),
        ([SPEAKERS, "--nope"], "--nope"),
    ],
)
def test_wrong_usage_says_what_to_do(ask: Callable[..., Answer], words: list[str], message: str) -> None:
    answer = ask(*words)
    assert answer.code == 2
    assert answer.out == ""
    assert message in " ".join(answer.err.split())
    assert "Traceback" not in answer.err


def test_missing_home(call: Callable[..., Answer], tmp_path: Path) -> None:
    answer = call("query", SPEAKERS, "--home", tmp_path / "nowhere")
    assert answer.code == 1
    assert str(tmp_path / "nowhere") in answer.err
    assert "quotehouse ingest" in answer.err
    assert not (tmp_path / "nowhere").exists()


def test_home_that_is_a_file(call: Callable[..., Answer], own_home: Home) -> None:
    answer = call("query", SPEAKERS, "--home", own_home.published)
    assert answer.code == 1
    assert "is a file" in answer.err


def test_damaged_warehouse(call: Callable[..., Answer], own_home: Home) -> None:
    own_home.published.write_bytes(b"this is no database " * 1_000)
    answer = call("query", SPEAKERS, "--home", own_home.path)
    assert answer.code == 1
    assert "Cannot open" in answer.err
    assert "move it away" in answer.err
    assert own_home.published.exists()


def test_home_before_the_command_and_from_the_environment(
    call: Callable[..., Answer], published_home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert call("--home", published_home.path, "query", "show_totals", "--json").data[0]["quote_count"] == 5
    monkeypatch.setenv("QUOTEHOUSE_HOME", str(published_home.path))
    assert call("query", "show_totals").code == 0
    # What is said on the command line counts more, and what is said last counts most.
    assert call("--home", tmp_path, "query", "show_totals").code == 1
    assert call("--home", tmp_path, "query", "show_totals", "--home", published_home.path).code == 0


def test_home_from_the_settings_file(
    call: Callable[..., Answer], published_home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "quotehouse.toml").write_text(f'home = "{published_home.path}"\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    assert call("query", "show_totals").code == 0
    (tmp_path / "quotehouse.toml").write_text('hme = "x"\n', "utf-8")
    answer = call("query", "show_totals")
    assert answer.code == 2
    assert "'home'" in answer.err


def test_text_from_articles_cannot_steer_the_terminal(ask: Callable[..., Answer]) -> None:
    answer = ask("select 'a' || chr(27) || '[31mb' || chr(8238) || 'c' as text")
    assert "\x1b" not in answer.out
    assert "\u202e" not in answer.out
    # A file or a pipe gets what stands in the warehouse.
    assert ask("select 'a' || chr(27) as text", "--json").data == [{"text": "a\x1b"}]
