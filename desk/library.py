"""The publication that requests read, and the switch to a newer one without a failed request."""

from __future__ import annotations

import logging
import re
import tempfile
import threading
import time
from collections import OrderedDict
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import duckdb

import sql
from desk.asking import Question, ask, end_all, search_schemas
from desk.index import SearchIndex, find_index, open_index
from desk.temporary import TemporaryFolder, clear_left
from warehouse.backends.find import find_backend
from warehouse.errors import WarehouseError
from warehouse.query import explain_failures, limit_time, open_published
from warehouse.support.rows import fetch_row
from warehouse.support.values import write_literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.home import Home

Row = dict[str, Any]

_PARAMETER = re.compile(r"\$([a-z_]+)\b")
MEMORY_LIMIT = "420MB"  # of the database instance that all requests share
THREADS = 1  # of each query: several at once use the cores, and one needs the less memory
QUERY_SECONDS = 20.0
AT_ONCE, ASKED_AT_ONCE = 4, 2  # concurrent queries of the pages, and of the SQL page; others wait for their turn
KEPT_ANSWERS = 400  # answers to the desk's own queries, kept as long as a publication is read
WATCH_SECONDS = 1.0
CHECKPOINT_TRIES, CHECKPOINT_WAIT_SECONDS = 40, 0.05
# Views that the desk keeps as tables in a temporary file: what a page asks for one thing they would make for all. Each
# may read those before it.
COPIES = "copies"
COPIED = ("quotes", "articles", "stories", "statements", "story_statements", "entity_aliases", "entity_roles")
FRONT_QUERIES = ("show_totals", "rank_speakers_of_week", "rank_statements", "list_newest_articles", "list_outlets")

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Publication:
    """One published state of the warehouse: a sandboxed connection to it, and its search index."""

    home: Home
    identity: str
    con: duckdb.DuckDBPyConnection
    folder: TemporaryFolder  # of the copies
    index: SearchIndex | None = None
    reader_count: int = 0
    is_ready: bool = False
    is_retired: bool = False
    turns: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(AT_ONCE))
    asked_turns: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(ASKED_AT_ONCE))
    answers: OrderedDict[tuple[Any, ...], list[Row]] = field(default_factory=OrderedDict)
    catalog: str = ""  # what the connection reads from: a file or a lake

    def __post_init__(self) -> None:
        """Note the catalog, which a cursor does not take over, and make room for copies."""
        (self.catalog,) = fetch_row(self.con.execute("select current_database()")) or ("",)
        self.con.execute(f"create schema {COPIES}.mart")

    def close(self) -> None:
        """Close the connection and remove the copies."""
        self.con.close()
        self.folder.cleanup()

    def open_cursor(self) -> closing[duckdb.DuckDBPyConnection]:
        """A cursor of its own, for a `with` block: on copies where there are any, and on the views."""
        cursor = self.con.cursor()
        search_schemas(cursor, self.catalog, f"{COPIES}.mart")
        return closing(cursor)


@dataclass(slots=True)
class Asked:
    """A query behind a page, for "Show the SQL"."""

    name: str
    text: str
    values: dict[str, Any]


class Reading:
    """The view of one request: always one publication."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        self.asked: list[Asked] = []

    @property
    def index(self) -> SearchIndex | None:
        """The search index of the same publication; None while it is being built."""
        return self.publication.index

    def fetch(self, name: str, **values: Any) -> list[Row]:
        """Rows of the query sql/desk/`name`.sql. Raises QueryError."""
        text = sql.read_statement(f"desk/{name}.sql")
        self.asked.append(Asked(name, text, values))
        key = (name, *sorted(values.items()))
        answers = self.publication.answers
        known = answers.get(key)
        if known is None:
            known = self._read(_fill_in(text, values))
            answers[key] = known
            while len(answers) > KEPT_ANSWERS:
                answers.popitem(last=False)
        return known

    @contextmanager
    def open_cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor on the publication, for functions that read a warehouse themselves."""
        with self.publication.turns, self.publication.open_cursor() as cursor:
            yield cursor

    def _read(self, text: str) -> list[Row]:
        """Rows of a statement of ours, planned once: a prepared one, or a relation, is planned two or three times."""
        with (
            self.open_cursor() as cursor,
            limit_time(cursor, QUERY_SECONDS),
            explain_failures(cursor),
        ):
            result = cursor.execute(text)
            names = [column[0] for column in result.description or ()]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def ask(
        self, text: str, values: dict[str, Any], *, limit: int | None = None, seconds: float = QUERY_SECONDS
    ) -> tuple[list[str], list[Row]]:
        """Columns and at most `limit` rows of any SELECT, in a process of its own. Raises QueryError."""
        publication = self.publication
        with publication.asked_turns:
            names, rows = ask(Question(publication.home, text, values, limit, seconds), publication.folder.path)
        return names, [dict(zip(names, row, strict=True)) for row in rows]


def _fill_in(text: str, values: dict[str, Any]) -> str:
    """A statement of ours with its $parameters as literals."""
    return _PARAMETER.sub(lambda match: write_literal(values[match[1]]) if match[1] in values else match[0], text)


class Library:
    """Gives readers the newest publication, and closes an older one when its last reader has left."""

    def __init__(self, home: Home) -> None:
        """Open the current publication. Raises WarehouseError if there is none."""
        self.home = home
        self._lock = threading.Lock()
        self._refreshing = threading.Lock()
        self._stopped = threading.Event()
        clear_left()
        self._current = _open(home)
        self._watcher: threading.Thread | None = None

    @contextmanager
    def live(self) -> Iterator[None]:
        """Build the index, and watch for new publications, in the background of the block; it closes the library."""
        self._watcher = threading.Thread(target=self._watch, name="desk-watch", daemon=True)
        self._watcher.start()
        try:
            yield
        finally:
            self.close()

    @contextmanager
    def read(self) -> Iterator[Reading]:
        """The newest publication, which stays open for the length of the block."""
        with self._lock:
            publication = self._current
            publication.reader_count += 1
        try:
            yield Reading(publication)
        finally:
            with self._lock:
                publication.reader_count -= 1
                self._close_unread(publication)

    def refresh(self) -> bool:
        """Switch to a newer publication and its index, if there is one. Returns whether it switched."""
        with self._refreshing:
            if identify(self.home) == self._current.identity:
                if not self._current.is_ready:
                    _prepare(self.home, self._current)
                return False
            newer = _open(self.home)
            _prepare(self.home, newer)
            with self._lock:
                older, self._current = self._current, newer
                older.is_retired = True
                self._close_unread(older)
            return True

    def close(self) -> None:
        """Stop watching and close what no request reads."""
        self._stopped.set()
        if self._watcher is not None:
            self._watcher.join(30)
        with self._lock:
            self._current.is_retired = True
            self._close_unread(self._current)

    def abandon(self) -> None:
        """What has to be done where the process ends at once: kill queries under way, remove the copies."""
        end_all()
        self._current.folder.cleanup()

    def _watch(self) -> None:
        said = ""
        while not self._stopped.is_set():
            try:
                self.refresh()
                said = ""
            except Exception as error:  # the next attempt may succeed; until then requests read the last publication
                if str(error) != said:
                    log.warning("The newest publication cannot be opened yet: %s", error)
                said = str(error)
            self._stopped.wait(WATCH_SECONDS)

    @staticmethod
    def _close_unread(publication: Publication) -> None:
        if publication.is_retired and publication.reader_count == 0:
            publication.close()


def identify(home: Home) -> str:
    """An identifier of the current publication, new after every publication. Raises WarehouseError if there is none."""
    if home.lake is None:
        try:
            status = home.published.stat()
        except OSError as error:
            raise WarehouseError(
                f"There is no published warehouse in {home.path}. Run `quotehouse ingest PATH` first, or name another "
                "home with --home."
            ) from error
        return f"{status.st_ino:x}-{status.st_mtime_ns:x}-{status.st_size:x}"
    extent = find_backend(home).measure()
    if extent is None:
        raise WarehouseError("Nothing is published in the lake. Run `quotehouse ingest PATH` first.")
    return f"{extent.published_at:%Y%m%dT%H%M%S}-{extent.byte_count:x}"


def _open(home: Home) -> Publication:
    while True:
        identity = identify(home)
        try:
            publication = _open_beside_copies(home, identity)
        except (OSError, duckdb.IOException) as error:
            raise WarehouseError(
                f"The desk needs room for temporary files in {tempfile.gettempdir()}: {error}. Make room there, or "
                "name another folder in the environment variable TMPDIR."
            ) from error
        if identify(home) == identity:  # else it was replaced between the look and the opening
            return publication
        publication.close()


def _open_beside_copies(home: Home, identity: str) -> Publication:
    folder = TemporaryFolder("quotehouse-desk-")
    try:
        scratch = (folder.path / COPIES).with_suffix(".duckdb")
        con = open_published(home, memory_limit=MEMORY_LIMIT, threads=THREADS, scratch=scratch)
        return Publication(home, identity, con, folder)
    except BaseException:
        folder.cleanup()
        raise


def _prepare(home: Home, publication: Publication) -> None:
    """Make what lets requests be answered fast: index, copies of views, front page. Until then pages read the views."""
    publication.index = find_index(home, publication.identity)
    _copy_views(publication)
    if publication.index is None:
        with publication.open_cursor() as cursor:
            publication.index = open_index(home, publication.identity, cursor)
    reading = Reading(publication)
    for name in FRONT_QUERIES:
        reading.fetch(name)
    publication.is_ready = True


def _copy_views(publication: Publication) -> None:
    with publication.open_cursor() as cursor:
        for view in COPIED:
            text = f'create table if not exists {COPIES}.mart.{view} as from "{publication.catalog}".mart.{view}'
            try:
                cursor.execute(text)
            except duckdb.Error as error:  # too large for the memory or the disk: pages read the view
                log.warning("Pages will be slow, as the desk cannot copy mart.%s: %s", view, error)
            else:
                _write_out(cursor)


def _write_out(cursor: duckdb.DuckDBPyConnection) -> None:
    """Compress the copies and free memory for the next. Not possible while a request reads: tried for a while."""
    for _ in range(CHECKPOINT_TRIES):
        try:
            cursor.execute(f"checkpoint {COPIES}")
        except duckdb.TransactionException:
            time.sleep(CHECKPOINT_WAIT_SECONDS)
        else:
            return
