"""The search index of quotes, articles and names, kept next to the warehouse, one folder a publication.

A folder is complete before it gets its name. The name is the publication it was made from, so no reader ever sees the
index of another publication. A new index starts with the segments of the last one (hard links: tantivy never changes a
segment file) and adds only the documents that differ.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import tantivy

import sql
from desk.temporary import TemporaryFolder, clear_left

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from warehouse.home import Home

FORMAT = "3"  # of the documents; a new format makes a new index
WRITER_BYTES = 64_000_000
BATCH_ROWS = 2_000
DRAFT_SECONDS = 86_400
RECORDS = {"quote": "quote_key", "article": "article_key", "name": "entity_key"}  # kinds of records, with their key
ANALYZER, WORDS = "prose", "words"
FACETS = ("speaker", "outlet", "type", "kind", "cue", "about", "story", "week", "addressee")
EXACT = ("speaker_key", "addressee_key")  # a quote has the key of each of its speakers
KEYS = "documents.json"  # digest of every document, by its id
# Columns that mart.quotes has only from some release on.
SHOWN = (
    *("quote_key", "article_key", "quote_text", "quote_type", "speaker_name", "speaker_entity_key", "speaker_text"),
    *("cue", "cue_class", "outlet_name", "published_on", "headline", "statement_key", "addressee_name", "medium"),
    *("raw_start", "raw_end", "source_path", "source_kind", "is_denied", "url", "confidence", "review"),
    *("story_key", "story_name"),
)


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """An index of one publication, open for searching. Safe to use from several threads."""

    publication: str
    index: tantivy.Index
    searcher: tantivy.Searcher
    prose: tantivy.TextAnalyzer
    words: tantivy.TextAnalyzer


def open_index(home: Home, publication: str, con: duckdb.DuckDBPyConnection, *, anew: bool = False) -> SearchIndex:
    """The index of the publication that `con` reads. It is made if it is missing, and from scratch with `anew`.

    If the home is not writable, the index is made in a temporary folder.
    """
    root = _find_root(home)
    folder = root / f"{FORMAT}-{publication}"
    if anew or not (folder / KEYS).is_file():
        _make_folder(root, folder, con, None if anew else _find_last(root))
    found = _open(folder, publication)
    for other in root.iterdir():  # a reader of a deleted index keeps it, as its files are open
        if other != folder and _is_left(other):
            shutil.rmtree(other, ignore_errors=True)
    return found


def find_index(home: Home, publication: str) -> SearchIndex | None:
    """The index of a publication where it was made before; None where not."""
    folder = home.path / "search" / f"{FORMAT}-{publication}"
    return _open(folder, publication) if (folder / KEYS).is_file() else None


def _find_root(home: Home) -> Path:
    root = home.path / "search"
    try:
        root.mkdir(mode=0o700, exist_ok=True)
        with tempfile.TemporaryFile(dir=root):
            pass
    except OSError:
        return _find_spare_root().path
    return root


@cache
def _find_spare_root() -> TemporaryFolder:
    """One folder for all indexes that this process makes beside a home that it cannot write."""
    clear_left()
    return TemporaryFolder("quotehouse-search-")


def _is_left(folder: Path) -> bool:
    """Whether a folder is not needed: an index of another publication, or a draft not written to for a day."""
    return (folder / KEYS).is_file() or time.time() - folder.stat().st_mtime > DRAFT_SECONDS


def _find_last(root: Path) -> Path | None:
    found = [path for path in root.glob(f"{FORMAT}-*") if (path / KEYS).is_file()]
    return max(found, key=lambda path: path.stat().st_mtime, default=None)


def _make_folder(root: Path, folder: Path, con: duckdb.DuckDBPyConnection, last: Path | None) -> None:
    draft = Path(tempfile.mkdtemp(prefix="draft-", dir=root))
    try:
        known: dict[str, int] = {}
        if last is not None:
            known = _link_segments(last, draft)
        documents = _write_documents(draft, con, known)
        (draft / KEYS).write_bytes(orjson.dumps(documents))
        if folder.exists():
            shutil.rmtree(folder)
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _link_segments(last: Path, draft: Path) -> dict[str, int]:
    for path in last.iterdir():
        if path.suffix == ".json" or path.name.startswith(".tantivy"):
            if not path.name.endswith(".lock"):
                shutil.copy2(path, draft / path.name)
        else:
            try:
                os.link(path, draft / path.name)
            except OSError:  # a file system without links
                shutil.copy2(path, draft / path.name)
    known: dict[str, int] = orjson.loads((last / KEYS).read_bytes())
    return known


def _write_documents(folder: Path, con: duckdb.DuckDBPyConnection, known: dict[str, int]) -> dict[str, int]:
    index = _prepare(tantivy.Index(_make_schema(), path=str(folder), reuse=True))
    writer = index.writer(WRITER_BYTES, 1)
    documents: dict[str, int] = {}
    con.execute(sql.read_statement("desk/collect_about_names.sql"))
    for record, key in RECORDS.items():
        digests = _read_digests(con, record, key)
        identities = {number: f"{record}-{number}" for number in digests}
        documents |= {identities[number]: digest for number, digest in digests.items()}
        changed = [number for number, digest in digests.items() if known.get(identities[number]) != digest]
        for row in _stream_rows(con, record, key, None if len(changed) == len(digests) else changed):
            identity = identities[row[key]]
            if identity in known:
                writer.delete_documents_by_term("id", identity)
            writer.add_document(_make_document(record, identity, row))
    con.execute("drop table about_name")
    for identity in known.keys() - documents.keys():
        writer.delete_documents_by_term("id", identity)
    writer.commit()
    writer.wait_merging_threads()
    return documents


def _read_digests(con: duckdb.DuckDBPyConnection, record: str, key: str) -> dict[int, int]:
    """Digest of every document of a record, by its key."""
    rows = con.execute(f"select {key}, digest & {2**63 - 1} from ({_read_query(record)})").fetchall()
    return {int(number): int(digest) for number, digest in rows}


def _stream_rows(
    con: duckdb.DuckDBPyConnection, record: str, key: str, wanted: list[int] | None
) -> Iterator[dict[str, Any]]:
    """The rows with the keys `wanted`, or all of them."""
    if wanted is not None and not wanted:
        return
    where = f" where {key} in (select unnest({wanted}::bigint[]))" if wanted is not None else ""
    relation = con.execute(f"select * exclude (digest) from ({_read_query(record)}){where}")
    names = [column[0] for column in relation.description or ()]
    while batch := relation.fetchmany(BATCH_ROWS):
        for row in batch:
            yield dict(zip(names, row, strict=True))


def _read_query(record: str) -> str:
    return sql.read_statement(f"desk/list_{record}s_to_index.sql").rstrip().removesuffix(";")


def _make_document(record: str, identity: str, row: dict[str, Any]) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("id", identity)
    document.add_text("record", record)
    document.add_text("text", row["text"] or "")
    day = row.get("published_on")
    document.add_integer("day", day.year * 10_000 + day.month * 100 + day.day if day else 0)
    document.add_integer("size", row.get("size") or 0)
    for name, value in (("heading", row.get("headline")), ("speaker_words", row.get("speaker_name"))):
        document.add_text(name, value or "")
    document.add_text("outlet_words", row.get("outlet_name") or "")
    document.add_text("cue_words", " ".join(filter(None, (row.get("cue"), row.get("cue_lemma"), row.get("cue_class")))))
    for name in row.get("about_names") or ():
        document.add_text("about_words", name)
    for facet, values in (_list_facets(row) | _list_keys(row)).items():
        for value in values:
            document.add_text(facet, value)
    shown = {key: row[key] for key in (SHOWN if record == "quote" else row) if key in row and key != "text"}
    document.add_bytes("row", orjson.dumps(shown))
    return document


def _list_facets(row: dict[str, Any]) -> dict[str, list[str]]:
    single = {
        "speaker": row.get("speaker_name"),
        "outlet": row.get("outlet_name"),
        "type": row.get("quote_type") or row.get("entity_type"),
        "kind": row.get("source_kind"),
        "cue": row.get("cue_class"),
        "story": row.get("story_name"),
        "week": row["week_start_on"].isoformat() if row.get("week_start_on") else None,
        "addressee": row.get("addressee_name"),
    }
    return {name: [value] for name, value in single.items() if value} | {"about": row.get("about_names") or []}


def _list_keys(row: dict[str, Any]) -> dict[str, list[str]]:
    speakers = {row.get("speaker_entity_key"), *(row.get("speaker_keys") or ())} - {None}
    addressee = row.get("addressee_entity_key")
    return {
        "speaker_key": [str(key) for key in sorted(speakers)],
        "addressee_key": [str(addressee)] if addressee is not None else [],
    }


def _make_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("id", "record", *FACETS):
        builder.add_text_field(name, fast=name != "id", tokenizer_name="raw", index_option="basic")
    for name in EXACT:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("text", "heading"):
        builder.add_text_field(name, tokenizer_name=ANALYZER)
    for name in ("speaker_words", "outlet_words", "cue_words", "about_words"):
        builder.add_text_field(name, tokenizer_name=WORDS)
    for name in ("day", "size"):
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_bytes_field("row", stored=True)
    return builder.build()


def _make_analyzer(*, is_stemmed: bool) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    builder = builder.filter(tantivy.Filter.remove_long(60)).filter(tantivy.Filter.lowercase())
    builder = builder.filter(tantivy.Filter.ascii_fold())
    return (builder.filter(tantivy.Filter.stemmer("english")) if is_stemmed else builder).build()


def _prepare(index: tantivy.Index) -> tantivy.Index:
    index.register_tokenizer(ANALYZER, _make_analyzer(is_stemmed=True))
    index.register_tokenizer(WORDS, _make_analyzer(is_stemmed=False))
    return index


def _open(folder: Path, publication: str) -> SearchIndex:
    index = _prepare(tantivy.Index.open(str(folder)))
    index.config_reader("manual")
    index.reload()
    return SearchIndex(
        publication, index, index.searcher(), _make_analyzer(is_stemmed=True), _make_analyzer(is_stemmed=False)
    )
