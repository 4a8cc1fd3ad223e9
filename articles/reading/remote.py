"""Files at an address instead of on disk: s3://, gs://, https:// and whatever else fsspec reads.

A store is listed once and its files are read as they stream in; what a network does to a reader (a connection that is
cut, a server that is busy) is tried again a few times and then said with a reason code of its own.
"""

from __future__ import annotations

import io
import logging
import re
import shutil
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import IO, TYPE_CHECKING, Any, TypeGuard, cast
from urllib.parse import unquote, urlsplit, urlunsplit

from articles.errors import InputError, UnreadableRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+://")
WEB = frozenset({"http", "https"})
# What our own extras are called, by the protocol whose driver they install.
EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gcs", "gcs": "gcs"}
# A server that is busy mostly answers within seconds; longer than this no run should stand still for one file.
TRIES, FIRST_PAUSE_SECONDS = 4, 0.5
CONNECT_SECONDS, READ_SECONDS = 20, 60
BLOCK_BYTES = 4 << 20
# Where the drivers put the moment and the state of a file into what they tell of it.
MOMENTS = ("LastModified", "last_modified", "Last-Modified", "updated", "mtime", "modified", "created")
REVISIONS = ("ETag", "etag", "generation", "md5Hash", "Content-MD5")


def is_address(path: Path | str) -> TypeGuard[str]:
    """Whether a path is an address such as s3://bucket/folder; file:// is a path on disk."""
    return isinstance(path, str) and bool(ADDRESS.match(path)) and not path.startswith("file://")


def show_address(address: str) -> str:
    """An address as it may be kept and printed: without a password, and without a query, which may be a signature."""
    if urlsplit(address).scheme not in WEB:
        return address
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def name_file(address: str) -> str:
    """Last part of an address, which says the format."""
    name = show_address(address).rstrip("/").rpartition("/")[2]
    return unquote(name) if urlsplit(address).scheme in WEB else name


def open_filesystem(address: str) -> tuple[Any, str]:
    """fsspec's file system for an address, and the path in it. Raises InputError where there is no driver for it."""
    import fsspec

    with _explain_driver(address):
        options = _make_web_options() if _name_protocol(address) in WEB else {}
        return cast("tuple[Any, str]", fsspec.url_to_fs(address, **options))


def check_driver(address: str) -> None:
    """Raise InputError where there is no driver for an address. Asks no network."""
    import fsspec

    with _explain_driver(address):
        fsspec.get_filesystem_class(_name_protocol(address))


def _name_protocol(address: str) -> str:
    return address.partition("://")[0].lower()


@contextmanager
def _explain_driver(address: str) -> Iterator[None]:
    protocol = _name_protocol(address)
    try:
        yield
    except ImportError as error:
        extra = EXTRAS.get(protocol)
        what = f"pip install 'quotehouse[{extra}]'" if extra else str(error)
        raise InputError(f"{show_address(address)} needs a driver that is not installed: {what}") from error
    except ValueError as error:
        raise InputError(
            f"Nothing is known that reads {show_address(address)} ({error}). Readable are s3://, gs://, https:// and "
            "the other protocols of fsspec."
        ) from error


def open_remote(address: str) -> IO[bytes]:
    """A file at an address, to be read from its beginning to its end.

    Opening and reading raise UnreadableRecord with reason code not_found, denied or unreachable.
    """
    return cast("IO[bytes]", io.BufferedReader(_PatientStream(address), BLOCK_BYTES >> 4))


def fetch_remote(address: str) -> IO[bytes]:
    """A copy of a file at an address in a temporary file, for formats that are read from their end."""
    copy = tempfile.TemporaryFile()  # noqa: SIM115 -- the caller closes it
    try:
        with open_remote(address) as stream:
            shutil.copyfileobj(stream, copy, BLOCK_BYTES)
    except BaseException:
        copy.close()
        raise
    copy.seek(0)
    return cast("IO[bytes]", copy)


def read_info(address: str) -> Mapping[str, Any]:
    """What a store tells of one file. Raises UnreadableRecord like `open_remote`."""
    filesystem, path = _open_afresh(address)
    return cast("Mapping[str, Any]", _try(address, lambda: filesystem.info(path)))


def list_folder(address: str) -> dict[str, Mapping[str, Any]]:
    """What lies below an address: what the store tells of each file, by its path below the address.

    A web folder is what its index page links to. Raises UnreadableRecord like `open_remote`.
    """
    filesystem, path = _open_afresh(address)
    found = _try(address, lambda: filesystem.find(path, detail=True))
    root = path.rstrip("/") + "/"
    return {name.removeprefix(root): info for name, info in found.items() if name.startswith(root) and name != root}


def find_revision(info: Mapping[str, Any]) -> tuple[int, int | None, str | None]:
    """Size in bytes, modification time in nanoseconds since 1970 and the store's own tag of a file's state.

    The size is 0, the others None where the store does not tell.
    """
    moments = (_read_moment(info[key]) for key in MOMENTS if info.get(key) is not None)
    moment = next((moment for moment in moments if moment is not None), None)
    tag = next((str(info[key]).strip('"') for key in REVISIONS if info.get(key)), None)
    return int(info.get("size") or 0), moment, tag


def explain_failure(address: str, error: BaseException) -> UnreadableRecord:
    """The failure of a store or of the way to it, with its reason code."""
    shown, status = show_address(address), _find_status(error)
    # fsspec calls whatever a web server answers "not found"; what it answered is the cause.
    if status in {404, 410} or (isinstance(error, FileNotFoundError) and error.__cause__ is None):
        return UnreadableRecord("not_found", f"There is nothing at {shown}. Check the address.")
    if isinstance(error, PermissionError) or status in {401, 403} or "credentials" in str(error).lower():
        return UnreadableRecord(
            "denied",
            f"{shown} may not be read ({_shorten(error)}). Check the credentials that the store's own tools use.",
        )
    return UnreadableRecord(
        "unreachable",
        f"{shown} could not be read after {TRIES} tries ({_shorten(error.__cause__ or error)}). Run the same command "
        "again later; what was read by then is kept.",
    )


def _open_afresh(address: str) -> tuple[Any, str]:
    """Like `open_filesystem`, without what it remembers of earlier listings: a schedule's process lives for weeks."""
    filesystem, path = open_filesystem(address)
    filesystem.invalidate_cache()
    return filesystem, path


class _PatientStream(io.RawIOBase):
    """A remote file that is opened anew where it stopped when reading fails."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address
        self._filesystem, self._path = open_filesystem(address)
        self._position = 0
        self._stream: Any = None
        _try(address, self._open)

    def readable(self) -> bool:
        """Whether it may be read."""
        return True

    def tell(self) -> int:
        """Bytes read so far."""
        return self._position

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer with what comes next; 0 at the end."""
        block = _try(self._address, lambda: self._read(len(buffer)))
        buffer[: len(block)] = block
        self._position += len(block)
        return len(block)

    def close(self) -> None:
        """Let the connection go."""
        self._drop()
        super().close()

    def _read(self, byte_count: int) -> bytes:
        try:
            if self._stream is None:
                self._open()
            return cast("bytes", self._stream.read(byte_count))
        except BaseException:
            self._drop()
            raise

    def _open(self) -> None:
        # One request for a whole page or file on the web, as not every server knows how to send parts; the size keeps
        # the driver from asking for it first.
        is_web = self._address.partition("://")[0].lower() in WEB
        kwargs = {"block_size": 0, "size": 1} if is_web else {"block_size": BLOCK_BYTES}
        self._stream = self._filesystem.open(self._path, "rb", **kwargs)
        if self._position and self._stream.seekable() and not is_web:
            self._stream.seek(self._position)
            return
        missing = self._position
        while missing and (block := self._stream.read(min(missing, BLOCK_BYTES))):
            missing -= len(block)

    def _drop(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            try:
                stream.close()
            except Exception:  # a connection that failed may fail again when it is closed
                logging.getLogger(__name__).debug("closing %s failed", show_address(self._address), exc_info=True)


def _try(address: str, step: Callable[[], Any]) -> Any:
    """What a step gives. A failure of the network is tried again; raises UnreadableRecord where it stays."""
    pause = FIRST_PAUSE_SECONDS
    for number in range(1, TRIES + 1):
        try:
            return step()
        except UnreadableRecord:
            raise
        except Exception as error:  # each driver has errors of its own
            failure = explain_failure(address, error)
            if number == TRIES or failure.reason_code != "unreachable":
                raise failure from None  # what the library says names the address with its secrets
        time.sleep(pause)
        pause *= 3
    raise AssertionError("unreachable")


def _make_web_options() -> dict[str, Any]:
    """Bounds on waiting for a server; a file is taken as its bytes are, whatever the server would like to unpack."""
    import aiohttp

    timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=READ_SECONDS)
    client = {"timeout": timeout, "auto_decompress": False, "headers": {"Accept-Encoding": "identity"}}
    return {"client_kwargs": client}


def _find_status(error: BaseException) -> int | None:
    """The HTTP status in a driver's error, or in the one that caused it."""
    cause: BaseException | None = error
    while cause is not None:
        status = getattr(cause, "status", None) or getattr(cause, "code", None)
        if status is None and isinstance(response := getattr(cause, "response", None), dict):  # botocore's
            status = response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        if isinstance(status, int):
            return status
        cause = cause.__cause__
    return None


def _read_moment(value: Any) -> int | None:
    """A moment in nanoseconds since 1970, from what drivers state it as."""
    moment: datetime | None = None
    if isinstance(value, int | float):
        return round(value * 1_000_000) * 1_000
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, str):
        for parse in (datetime.fromisoformat, parsedate_to_datetime):
            try:
                moment = parse(value)
                break
            except (ValueError, TypeError):
                continue
    if moment is None:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) * 1_000


def _shorten(error: BaseException) -> str:
    text = " ".join(show_in_text(str(error)).split()) or type(error).__name__
    return text[:200]


def show_in_text(text: str) -> str:
    """A message with the addresses in it as they may be printed."""
    return re.sub(r"https?://[^\s'\"),]+", lambda match: show_address(match[0]), text)
