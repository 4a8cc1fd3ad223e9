"""One run over everything that a stranger may hand over: what is sound is loaded, the rest is named with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

from pipeline.run import run_ingest
from pipeline.runner import DirectRunner
from pipeline.settings import Settings
from pipeline.summary import SilentProgress
from tests.pipeline.odd_files import BOMB_BYTES, make_bomb, write_odd_files

if TYPE_CHECKING:
    from pathlib import Path


def test_bomb_is_small_and_would_be_large() -> None:
    assert len(make_bomb()) < 43_000
    assert BOMB_BYTES == 4 * 1024**3


@pytest.mark.usefixtures("extracted")
def test_sound_parts_are_loaded_and_the_rest_says_why(tmp_path: Path) -> None:
    reasons = write_odd_files(tmp_path / "in")
    settings = Settings(home=tmp_path / "home", workers=1, wait_seconds=0)
    summary = run_ingest(settings, [tmp_path / "in"], SilentProgress(), DirectRunner())
    assert summary.state == "published"
    with duckdb.connect(summary.warehouse_path, read_only=True) as con:
        loaded = dict(
            con.sql("select split_part(source_path, '#', 1), count(*) from mart.articles group by all").fetchall()
        )
        held = con.sql("select source_path, reason_code, message from mart.quarantine").fetchall()
    assert loaded.pop("cut.jsonl.gz") >= 5  # those before the break
    assert loaded == {"crawl.warc.gz": 24, "sneaky.zip": 1, "paper.pdf": 1, "broken.jsonl": 2}
    expected = {(name, reason) for name, reason in reasons.items() if reason}
    assert {(path.partition("#")[0], reason) for path, reason, _ in held} == expected
    assert len(held) == len(expected)
    assert all(message.count(". ") >= 1 for _, _, message in held)  # what is wrong, and what to do
    seen = summary.counts["seen_count"]
    assert seen == summary.counts["loaded_count"] + summary.counts["quarantined_count"]
