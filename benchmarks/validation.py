"""The cost of validation and of the report: python -m benchmarks.validation [ARTICLES [MENTIONS [QUOTES]]]

Validates one slice of made-up articles of realistic size three times after everything is imported, and writes the
report's pages once, so that the figures are those of a run and not of its start.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from expectations.report.pages import write_report
from expectations.running import quiet_great_expectations
from expectations.validation import validate_frames
from tests.expectations.report_inputs import make_inputs
from tests.expectations.staged_frames import make_frames
from warehouse.schema.catalog import read_schemas


def main(article_count: int = 1_000, mention_count: int = 40, quote_count: int = 12) -> None:
    """Print seconds of wall clock and of this process's CPU."""
    frames = make_frames(article_count, mention_count, quote_count)
    print(", ".join(f"{frame.height:,} {table}" for table, frame in frames.items()))
    start, cpu_start = time.perf_counter(), time.process_time()
    with quiet_great_expectations():
        import great_expectations  # noqa: F401
    print(f"import: {time.perf_counter() - start:.2f} s, {time.process_time() - cpu_start:.2f} s of CPU")
    for _ in range(3):
        start, cpu_start = time.perf_counter(), time.process_time()
        validation = validate_frames(frames, schemas=read_schemas())
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu_start
        print(f"validation: {seconds:.2f} s, {cpu:.2f} s of CPU, {validation.results.height} checks")
    with tempfile.TemporaryDirectory() as folder:
        start, cpu_start = time.perf_counter(), time.process_time()
        write_report(make_inputs(), Path(folder))
        print(f"report: {time.perf_counter() - start:.2f} s, {time.process_time() - cpu_start:.2f} s of CPU")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
