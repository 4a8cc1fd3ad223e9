"""The pages as text: what they say, that it is escaped, and that they are written whatever the run came to."""

from __future__ import annotations

import html
import re
from datetime import datetime
from typing import TYPE_CHECKING

import jinja2
import polars as pl
import pytest

from expectations.report import pages
from expectations.report.pages import write_report
from expectations.report.queries import REPORT_QUERIES
from expectations.report.views import describe_outcomes
from tests.expectations.report_inputs import make_inputs

if TYPE_CHECKING:
    from pathlib import Path

WRITTEN_AT = datetime.fromisoformat("2024-06-01T08:00:00")


def _read(path: Path) -> str:
    """Text of a page as it is read: without tags, white space folded."""
    body = path.read_text("utf-8").split("<body>")[1]
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", body).split()))


def _take(frame: pl.DataFrame, column: str) -> int:
    return int(frame[column][0])


def test_inputs_are_those_the_queries_name() -> None:
    assert set(make_inputs()) == set(REPORT_QUERIES)


def test_the_path_of_the_runs_page_is_given_back(tmp_path: Path) -> None:
    path = write_report(make_inputs(run_number=7), tmp_path / "reports")
    assert path == tmp_path / "reports" / "run-000007.html"
    assert path.exists()
    assert (tmp_path / "reports" / "index.html").exists()
    assert not [entry for entry in path.parent.iterdir() if entry.name.startswith(".")]


def test_counts_on_the_page_are_those_of_the_frames(tmp_path: Path) -> None:
    inputs = make_inputs()
    page, index = _read(write_report(inputs, tmp_path)), _read(tmp_path / "index.html")
    run = inputs["run"].row(0, named=True)
    for label, column in (
        ("Loaded", "loaded_count"),
        ("Unchanged", "unchanged_count"),
        ("Duplicate", "duplicate_count"),
    ):
        assert f"{label} {run[column]:,}" in page
    assert f"Seen {run['seen_count']:,}" in page
    for label, column in (("Articles", "article_count"), ("Quotes", "quote_count"), ("Stories", "story_count")):
        assert f"{label} {_take(inputs['totals'], column):,}" in index
    for speaker in inputs["top_speakers"].iter_rows(named=True):
        assert f"{speaker['speaker_name']} {speaker['quote_count']} {speaker['direct_count']}" in index


def test_outcomes_add_up_to_what_was_seen() -> None:
    inputs = make_inputs()
    run = inputs["run"].row(0, named=True)
    outcomes = describe_outcomes(run, inputs["quarantine_reasons"].to_dicts())
    assert sum(row["count"] for row in outcomes["rows"]) == run["seen_count"]
    assert outcomes["missing"] == 0


def test_records_an_early_end_left_unaccounted_for_are_said(tmp_path: Path) -> None:
    inputs = make_inputs(state="failed", message="The disk is full.")
    inputs["run"] = inputs["run"].with_columns(loaded_count=pl.lit(0))
    page = _read(write_report(inputs, tmp_path))
    assert "The run ended early: 116 records had been read and not loaded." in page
    assert "Not loaded the run ended early 116" in page


@pytest.mark.parametrize("state", ["published", "unchanged", "held", "failed", "interrupted", "running", "odd", None])
def test_every_state_has_its_page(tmp_path: Path, state: str) -> None:
    page = _read(write_report(make_inputs(state=state, message="Because of this."), tmp_path))
    assert "Because of this." in page
    assert ("What to do" in page) == (state in {"held", "failed", "interrupted"})


def test_a_run_that_ended_before_anything_has_its_page(tmp_path: Path) -> None:
    bare = make_inputs(state="failed", message="No article files in day.")["run"]
    counts = [name for name in bare.columns if name.endswith("_count")]
    bare = bare.with_columns(pl.lit(None, pl.Int64).alias(name) for name in [*counts, "duration_s", "finished_at"])
    page = _read(write_report({"run": bare}, tmp_path))
    assert "No article files in day." in page
    assert "The run ended before its records were counted" in page
    assert "No check was run" in page
    assert "The warehouse holds no article yet." in _read(tmp_path / "index.html")


def test_empty_frames_are_as_good_as_missing_ones(tmp_path: Path) -> None:
    inputs = {name: frame.clear() for name, frame in make_inputs().items()}
    write_report(inputs | {"run": make_inputs()["run"]}, tmp_path)
    assert "No statement is told by two articles yet." in _read(tmp_path / "stories.html")


def test_a_report_on_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="0 rows where the report needs the one run"):
        write_report({}, tmp_path)


def test_text_of_an_article_stays_text(tmp_path: Path) -> None:
    payload = "<script>alert(1)</script><b onclick='x'>\"</style>"
    write_report(make_inputs(payload=payload), tmp_path)
    for path in tmp_path.glob("*.html"):
        text = path.read_text("utf-8")
        assert "<script" not in text, path
        assert "<b onclick" not in text, path
        assert text.count("</style>") == 1, path
        if path.name != "coverage.html":
            assert html.escape("<script>alert(1)</script>") in text, path


def test_pages_load_nothing(tmp_path: Path) -> None:
    write_report(make_inputs(), tmp_path)
    for path in tmp_path.glob("*.html"):
        text = path.read_text("utf-8")
        assert re.findall(r"""(?:src|href|action)\s*=\s*["']?(?:https?:|//|javascript:)""", text) == [], path
        assert "@import" not in text
        assert "url(" not in text
        assert "default-src 'none'" in text


def test_a_failing_check_has_its_page_with_the_text_around_its_rows(tmp_path: Path) -> None:
    write_report(make_inputs(), tmp_path)
    page = (tmp_path / "check-mentions-mention_is_unique.html").read_text("utf-8")
    assert "<mark>Mara Lindqvist</mark>" in page
    assert "How the number was chosen: Grain of core.fact_mention." in _read(
        tmp_path / "check-mentions-mention_is_unique.html"
    )


def test_the_index_links_the_pages_of_earlier_runs(tmp_path: Path) -> None:
    first = write_report(make_inputs(run_number=3), tmp_path, WRITTEN_AT)
    before = first.read_bytes()
    write_report(make_inputs(run_number=5), tmp_path, WRITTEN_AT)
    index = (tmp_path / "index.html").read_text("utf-8")
    assert 'href="run-000003.html"' in index
    assert 'href="run-000005.html"' in index
    assert 'href="run-000004.html"' not in index
    assert first.read_bytes() == before


def test_the_same_input_gives_the_same_pages(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_report(make_inputs(), tmp_path / name, WRITTEN_AT)
    for path in (tmp_path / "one").glob("*.*"):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_templates_are_compiled_by_the_first_process_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write() -> None:
        pages._make_environment.cache_clear()  # as in a process of its own
        write_report(make_inputs(), tmp_path / "reports", WRITTEN_AT, cache_folder=tmp_path / "cache")

    write()
    assert {path.suffix for path in (tmp_path / "reports").iterdir()} == {".html"}  # what is shown, and nothing else
    for kept in (tmp_path / "cache" / "templates").iterdir():
        kept.write_bytes(kept.read_bytes()[:-9])  # one that is damaged is made anew
    write()
    monkeypatch.setattr(jinja2.Environment, "compile", None)
    write()


def test_the_page_of_an_article_stands_until_something_of_it_changes(tmp_path: Path) -> None:
    def write(run_number: int, **frames: pl.DataFrame) -> str:
        write_report(make_inputs(run_number=run_number) | {"quarantine": pl.DataFrame()} | frames, tmp_path)
        (page,) = tmp_path.glob("article-*.html")
        return page.read_text("utf-8")

    first = write(12)
    assert write(13) == first
    assert 'href="run-000012.html"' in first  # of the run that loaded it, not of the one at hand
    assert "run-000013.html" not in first
    changed = write(14, lineage=make_inputs()["lineage"].with_columns(version=3))
    assert "version 3" in changed
    assert "by run 14" in changed
    assert "held back of it" in write(15, quarantine=make_inputs()["quarantine"])
    assert "What run 16 held back of it" in write(16, quarantine=make_inputs()["quarantine"])
    (page,) = tmp_path.glob("article-*.html")
    page.write_text("damaged", "utf-8")
    assert "held back of it" not in write(17)


def test_words_only_one_outlet_uses_are_marked(tmp_path: Path) -> None:
    write_report(make_inputs(), tmp_path)
    table = (tmp_path / "stories.html").read_text("utf-8").split("<tbody>")[1]
    assert re.findall("<mark>(.*?)</mark>", table) == ["will", "would perhaps"]


def test_what_a_story_holds_beyond_the_page_is_counted(tmp_path: Path) -> None:
    write_report(make_inputs(), tmp_path)
    page = _read(tmp_path / "stories.html")
    assert "38 further wordings of the same statement" in page
    assert "statement_key = 7" in page
    assert "10 further statements told more than once" in page


def test_only_the_newest_pages_are_kept(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        write_report(make_inputs(run_number=number), tmp_path, keep_run_count=2)
    assert sorted(path.name for path in tmp_path.glob("run-*.html")) == ["run-000002.html", "run-000003.html"]
    assert "run-000001.html" not in (tmp_path / "index.html").read_text("utf-8")
    write_report(make_inputs(run_number=1), tmp_path, keep_run_count=0)
    assert (tmp_path / "run-000001.html").exists()


def test_a_week_without_quotes_has_its_place_in_the_chart(tmp_path: Path) -> None:
    write_report(make_inputs(), tmp_path)
    page = _read(tmp_path / "charts.html")
    assert "25 Mar 2024 0 0 0" in page
    assert "4 Mar 2024 10 10 10" in page
    assert re.search(r"Evening Ledger (?:[^%]*: \d+% )*55% 27% 18% 366", page)
