"""What reruns, slices, growth and the swap cost: python -m benchmarks.reruns [ARTICLES [MENTIONS]]

Small made-up articles and a small model in this process, so that ledger, load and publishing are measured and not the
language model. Prints for each run the seconds, the CPU seconds and the memory of this process so far; then the bytes
of the warehouse, and the seconds of a publish with ARTICLES articles and with MENTIONS generated mentions.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from articles.parsing.language_model import load_model
from pipeline.run import run_ingest
from pipeline.settings import Settings
from pipeline.stages import extract
from tests.pipeline.runs import NAMES, find_differences, make_extractor_class, save_small_model, write_article
from warehouse.build import open_build
from warehouse.home import open_home
from warehouse.publish import publish

if TYPE_CHECKING:
    import duckdb

    from warehouse.home import Home


def measure(name: str, settings: Settings, *folders: Path) -> None:
    """Run an ingest and print what it did and cost."""
    began, cpu_began = time.perf_counter(), time.process_time()
    summary = run_ingest(settings, folders)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu_began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    stages = {stage: round(taken, 1) for stage, taken in summary.seconds.items() if taken >= 0.05}
    print(
        f"{name:34} {summary.state:9} loaded {summary.counts['loaded_count']:6,} {seconds:7.1f} s {cpu:7.1f} s of CPU "
        f"{summary.counts['file_count'] / seconds:8,.0f} files/s {memory:6,.0f} MB  {stages}",
        flush=True,
    )


def measure_publish(name: str, con: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Publish what is built and print what each step costs: checkpoint, copy seen on disk, and the swap in it alone."""
    moments = [time.perf_counter()]
    con.execute("checkpoint")
    moments.append(time.perf_counter())
    publish(con, home)
    moments.append(time.perf_counter())
    aside = home.published.with_suffix(".aside")
    home.published.replace(aside)
    aside.replace(home.published)
    moments.append(time.perf_counter())
    checkpoint, copy, swaps = (after - before for before, after in pairwise(moments))
    print(
        f"{name:34} {home.published.stat().st_size / 1e6:9,.1f} MB published: {checkpoint:.2f} s of checkpoint, "
        f"{copy:.2f} s of copy and swap, {swaps / 2 * 1000:.2f} ms of them the swap",
        flush=True,
    )


def add_mentions(con: duckdb.DuckDBPyConnection, count: int) -> None:
    """Repeat the mentions of the star, under keys of their own, until there are `count`; print what the commit costs.

    DuckDB writes most of so large a transaction before its checkpoint.
    """
    began = time.perf_counter()
    con.execute(
        """
        insert into core.fact_mention
        select m.* replace (hash(m.mention_key, copy.range)::hugeint % 9223372036854775807 as mention_key)
        from core.fact_mention as m
        cross join range((select ($count // count(*))::bigint from core.fact_mention)) as copy
        """,
        {"count": count},
    )
    print(f"{count:,} mentions made and committed in {time.perf_counter() - began:.1f} s", flush=True)


def main(article_count: int = 5_000, mention_count: int = 10_000_000) -> None:
    """Print one line a run."""
    with tempfile.TemporaryDirectory(prefix="reruns-") as name:
        place = Path(name)
        model = save_small_model(place / "model")
        extract.Extractor = make_extractor_class(load_model(model), lambda _: None)  # type: ignore[misc]
        folder, few = place / "articles", place / "few"
        for made in (folder, few):
            made.mkdir()
        for number in range(article_count):
            write_article(folder / f"{number}.txt", NAMES[number % len(NAMES)], number)
        for number in range(100):
            write_article(few / f"{number}.txt", NAMES[number % len(NAMES)], 10**7 + number)
        settings = Settings(home=place / "home", workers=1, model=model)
        home = open_home(settings.home)
        measure("100 files alone", settings.model_copy(update={"home": place / "few-home"}), few)
        measure(f"{article_count:,} new files", settings, folder)
        size = home.published.stat().st_size
        print(f"{'':34} {size / article_count:,.0f} bytes an article")
        kept = place / "before.duckdb"
        kept.write_bytes(home.published.read_bytes())
        measure("the same, unchanged", settings, folder)
        print(f"{'':34} {len(find_differences(kept, home.published))} tables differ")
        for number in range(50):
            write_article(folder / f"{number}.txt", NAMES[0], 10**8 + number)
            write_article(folder / f"new-{number}.txt", NAMES[0], 10**9 + number)
        measure("50 changed and 50 new beside them", settings, folder)
        grown = (home.published.stat().st_size - size) / 100
        print(f"{'':34} {grown:,.0f} bytes more for each of the 100")
        sliced = settings.model_copy(update={"home": place / "sliced", "load_articles": max(1, article_count // 5)})
        measure(f"{article_count + 50:,} new files in 6 slices", sliced, folder)
        measure_publish(f"publish, {article_count:,} articles", open_build(home), home)
        con = open_build(home)
        add_mentions(con, mention_count)
        measure_publish(f"publish, {mention_count:,} mentions", con, home)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
