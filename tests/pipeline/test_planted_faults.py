"""Faults planted in real runs: each is caught by the check that should catch it, with the right severity, and shown.

docs/quality.md has the same as a table.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest

from articles.execution.staged_files import read_batches
from articles.lexicon.cues import read_cues
from pipeline.run import run_ingest
from pipeline.settings import Settings
from pipeline.stages import extract, load
from pipeline.summary import RunHeld, RunSummary
from tests.pipeline.runs import make_extractor_class

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from spacy.language import Language


USUAL = 24  # articles a run
NAMES = ("Marta Quill", "Joost Verbeek", "Ida Solheim", "Ruth Calder", "Nora Finch", "Clara Voss")
ADVERTISEMENT = "Advertisement\n\n"
TEXT = """{ads}{name}, the mayor of Port Ansel, said on Monday that tram {number} must reach the harbour by spring.

"We have talked about line {number} for far too long," {name} told the council. "Now we will build it."

The harbour master said the quay of berth {number} was too weak to carry a tram.
"""


def write_articles(path: Path, numbers: range, published: str | None, ads: int) -> None:
    records = [
        {
            "id": number,
            "title": f"Tram {number} to reach the harbour",
            "source": "Harbour Post",
            "text": TEXT.format(ads=ADVERTISEMENT * ads, name=NAMES[number % len(NAMES)], number=number),
        }
        | ({"published": published} if published else {})
        for number in numbers
    ]
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def spread_over_runs(build: Path, run_count: int) -> None:
    """Make one run's articles those of several runs, as if they had come day by day."""
    with duckdb.connect(str(build)) as con:
        (first,) = con.execute("select run_key from meta.run").fetchone() or (0,)
        for number in range(2, run_count + 1):
            con.execute(
                "insert into meta.run select * replace (? as run_number, 'run-00000' || ? as run_name, ? as run_key) "
                "from meta.run where run_key = ?",
                [number, number, number, first],
            )
        for table in ("dim_article", "article_text", "fact_article", "fact_mention", "fact_quote"):
            con.execute(
                f"update core.{table} set run_key = 2 + article_key % ? where article_key % ? <> 0",
                [run_count - 1, run_count],
            )


@dataclass
class Faulty:
    """A home with six ordinary runs and two faulty ones, and what the faulty ones came to."""

    home: Path
    held: RunSummary
    published: RunSummary

    def find(self, run: RunSummary, check: str) -> dict[str, Any]:
        with duckdb.connect(str(self.home / "build.duckdb"), read_only=True) as con:
            rows = con.sql(
                "from mart.quality_history where run_number = $number and table_name || '.' || check_name = $check",
                params={"number": run.run_number, "check": check},
            ).pl()
        assert rows.height == 1, f"{check}: {rows.height} results"
        return rows.row(0, named=True)

    def read_page(self, run: RunSummary) -> str:
        body = (self.home / "reports" / f"{run.run_name}.html").read_text("utf-8").split("<body>")[1]
        return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", body).split()))


@pytest.fixture(scope="module")
def faulty(nlp: Language, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faulty]:
    root = tmp_path_factory.mktemp("faulty")
    folder, home = root / "articles", root / "home"
    folder.mkdir()
    settings = Settings(home=home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extract, "Extractor", make_extractor_class(nlp, lambda _: None))
        write_articles(folder / "usual.jsonl", range(6 * USUAL), "2026-05-04", ads=1)
        run_ingest(settings, [folder])
        spread_over_runs(home / "build.duckdb", 6)

        write_articles(folder / "tenth.jsonl", range(1000, 1002), "2026-05-05", ads=1)
        with pytest.raises(RunHeld) as held:
            run_ingest(settings, [folder])
        (folder / "tenth.jsonl").unlink()

        write_articles(folder / "faulty.jsonl", range(2000, 2000 + USUAL), None, ads=12)
        plant_in_frames(patch)
        cues = [(cue, "shouted" if cue == "say" else name) for cue, name in read_cues()]
        patch.setattr(load, "read_cues", lambda: cues)
        published = run_ingest(settings, [folder])
        assert held.value.summary is not None
        yield Faulty(home, held.value.summary, published)


def plant_in_frames(patch: pytest.MonkeyPatch) -> None:
    """As if extraction had a fault: a mention twice, a quote that ends behind its text, a day in the future."""

    def read_faulty(staged: Any) -> dict[str, pl.DataFrame]:
        frames = read_batches(staged)
        mentions, quotes, articles = frames["mentions"], frames["quotes"], frames["articles"]
        last, is_first = articles["content_hash"][-1], pl.int_range(pl.len()) == 0
        has_twice = pl.col("content_hash") == mentions["content_hash"][0]
        return frames | {
            "mentions": pl.concat([mentions, mentions.head(1)]),
            "quotes": quotes.with_columns(
                raw_end=pl.when(is_first).then(1_000_000).otherwise("raw_end").cast(pl.Int32)
            ),
            "articles": articles.with_columns(
                published_on=pl.when(pl.col("content_hash") == last).then(date(2100, 1, 1)).otherwise("published_on"),
                mention_count=pl.col("mention_count") + has_twice.cast(pl.Int32),
            ),
        }

    patch.setattr(extract, "read_batches", read_faulty)


def test_a_tenth_of_the_usual_articles_holds_the_run(faulty: Faulty) -> None:
    assert faulty.held.failed_checks == ["run.volume_is_usual"]
    found = faulty.find(faulty.held, "run.volume_is_usual")
    assert (found["severity"], found["is_passed"]) == ("block", False)
    assert "2 new records; usual 24" in found["observed_value"]
    page = faulty.read_page(faulty.held)
    assert "The run was held" in (faulty.home / "reports" / "index.html").read_text("utf-8") or "Held back" in page
    assert "Volume is usual" in page
    assert "2 new records; usual 24" in page


@pytest.mark.parametrize(
    ("check", "severity", "count"),
    [
        ("mentions.mention_is_unique", "quarantine", 1),
        ("quotes.span_lies_in_raw_text", "quarantine", 1),
        ("articles.published_on_is_a_possible_day", "quarantine", 1),
        ("run.outlets_keep_stating_published_on", "warn", 1),
        ("run.mean_removed_share_is_usual", "warn", 1),
        ("run.cue_class_is_declared", "warn", None),
    ],
)
def test_a_planted_fault_is_caught_and_shown(faulty: Faulty, check: str, severity: str, count: int | None) -> None:
    found = faulty.find(faulty.published, check)
    assert (found["severity"], found["is_passed"]) == (severity, False)
    assert found["failed_count"] == count or (count is None and found["failed_count"] > 0)
    page = faulty.read_page(faulty.published)
    assert check.partition(".")[2].replace("_", " ").capitalize() in page
    assert check in faulty.published.warned_checks


def test_what_was_held_back_is_not_in_what_was_published(faulty: Faulty) -> None:
    with duckdb.connect(str(faulty.home / "warehouse.duckdb"), read_only=True) as con:
        (future,) = con.execute("select count(*) from mart.articles where published_on > current_date").fetchone() or ()
        (outside,) = con.execute("select count(*) from mart.quotes where raw_end >= 1000000").fetchone() or ()
        twice = con.execute("select 1 from mart.mentions group by article_key, raw_start, raw_end having count(*) > 1")
        assert (future, outside, twice.fetchall()) == (0, 0, [])
        reasons = con.execute(
            "select distinct reason_code from mart.quarantine where run_number = $1", [faulty.published.run_number]
        ).fetchall()
    assert {"mention_is_unique"} <= {reason for (reason,) in reasons}
