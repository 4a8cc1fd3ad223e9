"""The cost of finding repeated lines and near copies as the warehouse grows.

    python -m benchmarks.repeats FILE.jsonl.gz 1250 2500 5000

FILE holds articles as JSON lines with id, url, title, text, date and source. They are cleaned and signed without the
language model and loaded without mentions and quotes, so what is timed is what the two add: CPU seconds for the
signatures, and for each statement of the load.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

import sql
from articles.cleaning.clean_article import clean_article
from articles.cleaning.signatures import make_signature
from articles.records import Metadata, RawArticle
from warehouse import runs
from warehouse.build import open_build
from warehouse.home import open_home
from warehouse.loading import load as loading
from warehouse.loading.staging import stage_frames
from warehouse.schema.catalog import read_schemas

if TYPE_CHECKING:
    from collections.abc import Iterator

TIMED = ("insert_article_signatures", "insert_article_lines", *loading.JUDGEMENT_STATEMENTS)


def read_articles(path: Path, count: int) -> Iterator[dict[str, Any]]:
    """Rows of staging.articles, without a signature."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for _, line in zip(range(count), lines, strict=False):
            record = json.loads(line)
            text = f"{record['title'].strip()}\n\n{record['text'].strip()}"
            raw = RawArticle(record["id"], "json", "utf-8", record["id"], text, Metadata(headline=record["title"]))
            article = clean_article(raw)
            yield {
                "content_hash": record["id"],
                "source_path": record["id"],
                "raw_text": text,
                "clean_text": article.clean_text,
                "body_start": article.body_start,
                "offset_map": [
                    dict(zip(("clean_start", "raw_start", "char_count"), run, strict=True))
                    for run in article.offsets.runs
                ],
                "url": record["url"],
                "outlet_name": record["source"],
                "published_on": _read_day(record.get("date") or ""),
                "agency_names": list(article.metadata.agency_names),
                "sentence_count": 1,
            }


def time_growth(articles: list[dict[str, Any]]) -> dict[str, float]:
    """CPU seconds of each statement that loads these articles into an empty warehouse, and what came out of it."""
    times: dict[str, float] = {}
    schemas = read_schemas()
    with tempfile.TemporaryDirectory() as scratch:
        con = open_build(open_home(Path(scratch)))
        run = runs.start_run(
            con, runner="direct", input_paths=[], code_version="", extractor_version="", model_name="none"
        )
        records = [
            {"root_path": "/", "file_path": row["source_path"], "source_path": row["source_path"]}
            | {"content_hash": row["content_hash"], "outcome": "pending"}
            for row in articles
        ]
        stage_frames(
            con,
            {
                "articles": pl.DataFrame(articles, schema=schemas["articles"]),
                "source_records": pl.DataFrame(records, schema=schemas["source_records"]),
            },
        )
        loading.plan_load(con, run)
        con.execute("set variable slice_number = 1")
        for name in ("take_slice", *loading.VERSION_STATEMENTS, "merge_ledger", *loading.JUDGEMENT_STATEMENTS):
            began = time.process_time()
            con.execute(sql.read_statement(f"load/{name}.sql"))
            if name in TIMED:
                times[name] = time.process_time() - began
        began = time.process_time()
        for name in loading.JUDGEMENT_STATEMENTS:
            con.execute(sql.read_statement(f"load/{name}.sql"))
        times["again, nothing new"] = time.process_time() - began
        for name, query in {
            "pairs": "select count(*) from core.article_copy",
            "lines": "select count(*) from core.repeated_line",
            "cuts": "select count(*) from core.repeated_span",
        }.items():
            (times[name],) = con.execute(query).fetchone() or (0,)
        con.close()
    return times


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def main() -> None:
    """Print a table: a row a number of articles."""
    path, counts = Path(sys.argv[1]), sorted(map(int, sys.argv[2:])) or [1250, 2500, 5000]
    articles = list(read_articles(path, counts[-1]))
    began = time.process_time()
    for row in articles:
        row["shingle_count"], row["signature"] = make_signature(row["clean_text"][row["body_start"] :])
    print(f"signatures of {len(articles):,} articles: {time.process_time() - began:.2f} CPU seconds")
    for count in counts:
        figures = ", ".join(f"{name} {value:.2f}" for name, value in time_growth(articles[:count]).items())
        print(f"{count:,} articles: {figures}")


if __name__ == "__main__":
    main()
