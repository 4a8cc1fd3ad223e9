"""The cost of each step of the extraction: python -m benchmarks.stages FOLDER [ARTICLES]

CPU seconds of one process on the first text files of FOLDER, step by step, with the share each step has; below, the
same of the language model's components.
"""

from __future__ import annotations

import os
import sys
import time
from collections import defaultdict
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

from articles.execution import extract_batch, worker
from articles.execution.grouping import ExtractionOptions
from articles.parsing import language_model as language
from articles.reading.records import hash_payload
from articles.records import SourceRecord
from benchmarks.measuring import print_table
from warehouse.schema.catalog import read_schemas

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language

# Functions of articles.execution.extract_batch, by what they do.
STEPS = {
    "parse_record": "read",
    "clean_article": "clean",
    "read_tokens": "read tokens",
    "find_named_mentions": "find mentions",
    "References": "resolve pronouns",
    "find_quotes": "find quotes",
    "make_rows": "make rows",
    "make_frames": "make frames",
}


def main(folder: Path, article_count: int = 200) -> None:
    """Measure and print."""
    spent: dict[str, float] = defaultdict(float)
    records = [_make_record(path) for path in sorted(folder.glob("*.txt"))[:article_count]]
    words = sum(len(record.payload.split()) for record in records)
    options = ExtractionOptions("benchmark", language.DEFAULT_MODEL, "")
    nlp = language.load_model()
    extract_batch.warm_up(_make_record(None), nlp, options)
    for name, step in STEPS.items():
        setattr(extract_batch, name, _time(getattr(extract_batch, name), step, spent))
    parse = extract_batch.parse_texts
    extract_batch.parse_texts = _time(lambda nlp, texts: list(parse(nlp, texts)), "parse", spent)
    schemas = read_schemas()
    began = time.process_time()
    for first in range(0, len(records), 16):
        extract_batch.extract_batch(records[first : first + 16], nlp, schemas, options)
    total = time.process_time() - began
    print(f"{len(records):,} articles, {words:,} raw words, {words / total:,.0f} words a CPU second\n")
    _print_shares(spent, total, words)
    parts = measure_components(nlp, [language.prepare_text(record.payload.decode()) for record in records])
    _print_shares(parts, sum(parts.values()), words)


def measure_components(nlp: Language, texts: list[str]) -> dict[str, float]:
    """CPU seconds of each component of the model, on texts grouped as workers group them."""
    spent: dict[str, float] = defaultdict(float)
    for group in language.group_texts(texts):
        began = time.process_time()
        docs = [nlp.make_doc(text) for text in group]
        spent["model: tokenizer"] += time.process_time() - began
        for name, component in nlp.pipeline:
            size = language.EMBEDDED_TEXTS if name == "tok2vec" else len(group)
            began = time.process_time()
            if hasattr(component, "pipe"):
                docs = list(component.pipe(docs, batch_size=size))
            else:
                docs = [component(doc) for doc in docs]
            spent[f"model: {name}"] += time.process_time() - began
    return spent


def _print_shares(spent: dict[str, float], total: float, words: int) -> None:
    rows = sorted(spent.items(), key=lambda item: -item[1])
    print_table(
        ["step", "CPU seconds", "share", "words/s"],
        [[step, f"{seconds:.2f}", f"{seconds / total:.1%}", f"{words / seconds:,.0f}"] for step, seconds in rows],
    )


def _make_record(path: Path | None) -> SourceRecord:
    payload = path.read_bytes() if path else worker.WARM_UP.encode()
    return SourceRecord(path.name if path else "warm-up.txt", "text", payload, hash_payload(payload))


def _time(function: Callable[..., Any], step: str, spent: dict[str, float]) -> Callable[..., Any]:
    @wraps(function, assigned=())
    def timed(*arguments: Any, **named: Any) -> Any:
        began = time.process_time()
        try:
            return function(*arguments, **named)
        finally:
            spent[step] += time.process_time() - began

    return timed


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
