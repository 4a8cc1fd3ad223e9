"""Backfill and rebuild as flows of Prefect's, on a temporary server in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.flows.test_ingest import make_environment, read_prefect
from tests.pipeline.runs import find_differences, read_row, save_small_model, write_article
from tests.pipeline.webhooks import open_webhook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Extraction is done in the flow's own process, by a model that loads in no time: what is tried here is the flows.
PROGRAM = """
import json, sys
from pathlib import Path
from articles.cleaning.clean_article import CleaningPolicy
from warehouse.recorded_files import Selection
from flows.environment import prepare_prefect
from flows.launch import run_backfill, run_rebuild
from pipeline.settings import Settings
home, folder, model = map(Path, sys.argv[1:])
prepare_prefect(home)

from articles.parsing.language_model import load_model
from pipeline.run import run_ingest
from pipeline.stages import extract
from tests.pipeline.runs import make_extractor_class
extract.Extractor = make_extractor_class(load_model(str(model)), lambda batch: None)
first = Settings(home=home, model=str(model), workers=1)
newer = first.model_copy(update={"policy": CleaningPolicy(keep_captions=True)})
run_ingest(first.model_copy(update={"notify": type(first.notify)()}), [folder])
summaries = [
    run_backfill(newer, Selection(path="1.txt")),
    run_backfill(newer.model_copy(update={"load_articles": 1}), Selection()),
    run_rebuild(newer),
]
without = {"home": home.parent / "full", "notify": type(first.notify)()}
run_ingest(newer.model_copy(update=without), [folder])
print(json.dumps([summary.to_dict() for summary in summaries]))
"""

ENDS = ["published", "warned"]


@pytest.mark.prefect
def test_backfill_and_rebuild_through_prefect_equal_a_fresh_ingest(
    tmp_path: Path, place_prefect: Callable[[Path], None]
) -> None:
    folder, home = tmp_path / "articles", tmp_path / "home"
    folder.mkdir()
    place_prefect(home)
    for number, name in enumerate(("Marta Quill", "Anna Brandt", "Ida Solheim")):
        write_article(folder / f"{number}.txt", name, number)
    with open_webhook() as webhook:
        ended = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(home), str(folder), save_small_model(tmp_path / "model")],
            capture_output=True,
            text=True,
            env={
                **make_environment(tmp_path),
                "QUOTEHOUSE_NOTIFY": json.dumps({"on_states": ENDS, "webhook": webhook.url}),
            },
            check=False,
            timeout=900,
        )
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""
    summaries = json.loads(ended.stdout)
    assert [(summary["state"], summary["counts"]["loaded_count"]) for summary in summaries] == [
        ("published", 1),
        ("published", 2),
        ("published", 3),
    ]
    assert [{**told, "event": None} for told in webhook.received] == [{**each, "event": None} for each in summaries]
    assert find_differences(home / "warehouse.duckdb", tmp_path / "full" / "warehouse.duckdb") == []
    assert read_row(home / "warehouse.duckdb", "select list(runner order by run_number) from meta.run") == (
        ["direct", "prefect", "prefect", "prefect"],
    )
    flows = "select f.name, r.state_type from flow_run as r join flow as f on f.id = r.flow_id order by r.created"
    assert read_prefect(home, flows) == [
        ("backfill", "COMPLETED"),
        ("backfill", "COMPLETED"),
        ("rebuild", "COMPLETED"),
    ]
