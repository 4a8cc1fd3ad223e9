"""Scores of warehouses on the quotes that people checked in them (`quotehouse decisions`): a gold set of one's own.

    python -m benchmarks.checked before/warehouse.duckdb after/warehouse.duckdb

To measure a change, ingest the same articles with it into another home, bring the decisions there (`quotehouse
decisions export` and `import`) and compare both. A line for each warehouse: how many of the quotes checked are found as
people say they are, the share of all quotes that this stands for with its 95 % interval, and how many are not found at
all: of those that are right, and of those that are none. `--json` gives all that `quotehouse decisions score` knows.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import duckdb

from pipeline.decision_scores import read_scores


def score_checked(warehouse: Path) -> dict[str, Any] | None:
    """pipeline.decision_scores.read_scores of a warehouse file."""
    with duckdb.connect(str(warehouse), read_only=True) as con:
        return read_scores(con)


def describe_scores(scores: dict[str, Any] | None) -> str:
    """Scores as a line."""
    if scores is None:
        return "nobody checked a quote"
    told, gone = scores["all"], scores["gone"]
    return (
        f"{told['right_count']} of {told['checked_count']} right; of all {told['right_share']:.1%} "
        f"({told['low']:.1%} to {told['high']:.1%}); "
        f"not found {gone['right_count']} right, {gone['rejected_count']} wrong"
    )


def main() -> None:
    """Score the warehouses given."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.checked", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("warehouses", type=Path, nargs="+")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    scores = {str(path): score_checked(path) for path in given.warehouses}
    lines = [json.dumps(scores, indent=2)] if given.json else [f"{k}: {describe_scores(v)}" for k, v in scores.items()]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
