"""Find the input files under the paths a user gives: on disk, or at an address."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from articles.errors import InputError, UnreadableRecord
from articles.reading.formats import find_format, list_suffixes
from articles.reading.found_files import HIDDEN, LINK, Discovery, attach_manifests, may_have_sidecar
from articles.reading.manifest import MANIFEST_NAME, open_manifest
from articles.reading.rejects import HASH_BYTES
from articles.reading.remote import check_driver, is_address, show_address
from articles.reading.remote_discovery import survey_address
from articles.records import RejectedRecord, SourceFile

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Sequence

    from articles.records import StatedLine


def discover_files(paths: Sequence[Path | str]) -> list[SourceFile]:
    """Input files under `paths`, sorted by (root_path, source_path).

    A folder is a root and is searched with all its folders; the root of a single file is its folder. Raises InputError
    where a path is missing or no article file is found.
    """
    return survey_paths(paths).files


def survey_paths(paths: Sequence[Path | str]) -> Discovery:
    """Like `discover_files`, with what was rejected and what was passed over besides the files."""
    if not paths:
        raise InputError("No input was given. Name at least one file or folder of articles.")
    found = Discovery()
    for path in paths:
        if is_address(path):
            survey_address(str(path), found)
        else:
            _survey_local(find_local_path(path), found)
    found.files = _drop_repeated(found.files)
    found.rejected.sort(key=lambda rejected: (rejected.source_path, rejected.reason_code))
    if not found.files and not found.rejected:
        raise InputError(_describe_nothing_found(paths, found.passed_over))
    return found


def check_paths(paths: Sequence[Path | str]) -> None:
    """Raise InputError for a path on disk that is not there, and for an address that no driver here reads.

    What lies at an address is not looked at: a run will.
    """
    for path in paths:
        if is_address(path):
            check_driver(path)
        elif not os.path.lexists(find_local_path(path)):
            raise InputError(f"There is no file or folder {path}. Check the path (seen from {Path.cwd()}).")


def check_articles(paths: Sequence[Path | str]) -> None:
    """Raise InputError where there is no article file under `paths`, which are all looked through only then."""
    if not any(is_address(path) or _holds_articles(find_local_path(path)) for path in paths):
        survey_paths(paths)


def _holds_articles(path: Path) -> bool:
    return not path.is_dir() or any(find_format(name) for _, _, names in os.walk(path) for name in names)


def resolve_path(path: Path | str) -> Path:
    """A path on disk as the ledger knows it, however it is written: `../mine`, a link to it, a slash behind it."""
    return _resolve(find_local_path(path))


def find_local_path(path: Path | str) -> Path:
    """A path on disk, even if it is written as file:///folder."""
    return Path(path.removeprefix("file://")) if isinstance(path, str) else path


def show_path(path: Path | str) -> str:
    """A given path in a form that may be stored and printed: without the secrets that an address can hold."""
    return show_address(path) if is_address(path) else str(path)


def survey_known(places: Iterable[tuple[str, str]]) -> Discovery:
    """What discovery finds at known places (root_path, source_path): files, and the content of folders among them.

    The roots are listed as a whole, because manifests beside a file are part of it.
    """
    wanted: dict[str, set[str]] = {}
    for root_path, source_path in places:
        wanted.setdefault(root_path, set()).add(source_path)
    found = Discovery()
    for root_path, paths in sorted(wanted.items()):
        is_remote = is_address(root_path)
        whole = _survey_or_nothing([root_path if is_remote else Path(root_path)])
        taken = [file for file in whole.files if file.root_path == root_path and _is_among(file.source_path, paths)]
        left = paths - {file.source_path for file in taken} - {reject.source_path for reject in whole.rejected}
        # A file that was named by itself can be a link, which a listing of its folder would not follow.
        named = [] if is_remote else [Path(root_path, path) for path in sorted(left) if Path(root_path, path).is_file()]
        alone = _survey_or_nothing(named) if named else Discovery()
        found.files += taken + [file for file in alone.files if file.root_path == root_path]
        found.rejected += [reject for reject in whole.rejected if _is_among(reject.source_path, paths)]
    return found


def _survey_or_nothing(paths: Sequence[Path | str]) -> Discovery:
    try:
        return survey_paths(paths)
    except InputError:
        return Discovery()


def _is_among(source_path: str, paths: set[str]) -> bool:
    return source_path in paths or any(str(folder) in paths for folder in PurePosixPath(source_path).parents)


def hash_file(file: SourceFile) -> str | None:
    """BLAKE2b-128 of the bytes of a file and its sidecar, in hexadecimal. Raises UnreadableRecord if unreadable.

    None for a remote file, which would be fetched twice for it.
    """
    if file.address is not None:
        return None
    path = Path(file.root_path, file.source_path)
    digest = hashlib.blake2b(digest_size=HASH_BYTES)
    try:
        for part in (path, *([Path(file.sidecar)] if file.sidecar else [])):
            with part.open("rb") as stream:
                while block := stream.read(1 << 20):
                    digest.update(block)
    except OSError as error:
        raise UnreadableRecord("unreadable", describe_os_error(path, error)) from error
    return digest.hexdigest()


def describe_os_error(path: Path | str, error: OSError) -> str:
    """Say why the system would not let a file be read."""
    why = error.strerror or type(error).__name__
    return f"{path} cannot be read ({why}). Check that it is still there and that you may read it."


def _survey_local(path: Path, found: Discovery) -> None:
    if path.is_dir():
        _survey_folder(path, found)
    elif path.exists() or path.is_symlink():
        _survey_named_file(path, found)
    else:
        raise InputError(f"There is no file or folder {path}. Check the path (seen from {Path.cwd()}).")


def _survey_folder(root: Path, found: Discovery) -> None:
    root = real_root = _resolve(root)  # one root, however it is written
    files: list[SourceFile] = []
    lines: list[StatedLine] = []

    def note_unreadable(error: OSError) -> None:
        folder = Path(error.filename)
        message = describe_os_error(folder, error)
        found.rejected.append(_reject(root, folder, "unreadable", message))

    for folder, folder_names, file_names in os.walk(root, onerror=note_unreadable):
        for name in sorted(folder_names):
            if name.startswith("."):
                found.passed_over[HIDDEN] += 1
            elif Path(folder, name).is_symlink():
                _survey_linked_folder(Path(folder, name), root, real_root, found)
        folder_names[:] = sorted(name for name in folder_names if not name.startswith("."))
        stems = {name.rpartition(".")[0] for name in file_names if may_have_sidecar(name)}
        known_names = set(file_names)
        for name in sorted(file_names):
            path = Path(folder, name)
            if name.endswith(".json") and name.removesuffix(".json") in stems:
                continue  # read together with the article that it belongs to
            if name.startswith("."):
                found.passed_over[HIDDEN] += 1
            elif find_format(name) is None:
                found.pass_over(_show(path.relative_to(root)))
            elif (file := _survey_file(path, root, real_root, found, known_names)) is None:
                continue
            elif name == MANIFEST_NAME:
                lines += _read_manifest(file, found)
            else:
                files.append(file)
    attach_manifests(str(root), files, lines, found)


def _survey_linked_folder(path: Path, root: Path, real_root: Path, found: Discovery) -> None:
    # Folders behind links are not searched: inside the root they are found at their own place anyway.
    if _resolve(path).is_relative_to(real_root):
        found.passed_over[LINK] += 1
    else:
        found.rejected.append(_reject_link(path, root))


def _survey_named_file(path: Path, found: Discovery) -> None:
    path = _resolve(path.absolute().parent) / path.name
    if find_format(path.name) is None:
        message = f"{path} has no suffix that names a readable format. Readable are {list_suffixes()}; rename the file."
        found.rejected.append(_reject(path.parent, path, "unknown_format", message))
        return
    # A link that the user names is followed; its own folder counts as the root.
    root, real_root = path.parent, _resolve(path).parent
    file = _survey_file(path, root, real_root, found)
    if file is None:
        return
    manifest = path.with_name(MANIFEST_NAME)
    lines: list[StatedLine] = []
    if manifest != path and manifest.is_file() and (about := _survey_file(manifest, root, real_root, found)):
        lines = [line for line in _read_manifest(about, found) if line.names.partition("#")[0] == file.source_path]
    attach_manifests(str(root), [file], lines, found)


def _survey_file(
    path: Path, root: Path, real_root: Path, found: Discovery, known_names: set[str] | None = None
) -> SourceFile | None:
    """A file as the ledger knows it. `known_names` are those in its folder, where it was listed, so that no disk is
    asked.
    """
    relative = path.relative_to(root)
    shown = _show(relative)
    if shown.encode("utf-8") != os.fsencode(relative):
        message = f"The name of {shown} is not valid UTF-8. Rename the file."
        found.rejected.append(_reject(root, path, "bad_name", message))
        return None
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            if not _resolve(path).is_relative_to(real_root):
                found.rejected.append(_reject_link(path, root))
                return None
            status = path.stat()
    except OSError as error:
        found.rejected.append(_reject(root, path, "unreadable", describe_os_error(path, error)))
        return None
    if not stat.S_ISREG(status.st_mode):
        message = (
            f"{path} is a pipe, a socket or a device and no file. Take it away, or put the article there as a file."
        )
        found.rejected.append(_reject(root, path, "special_file", message))
        return None
    file = SourceFile(str(root), shown, status.st_size, status.st_mtime_ns)
    sidecar = path.with_suffix(".json")
    is_there = known_names is None or sidecar.name in known_names
    return _join_sidecar(file, sidecar) if is_there and may_have_sidecar(path.name) else file


def _join_sidecar(file: SourceFile, sidecar: Path) -> SourceFile:
    try:
        status = sidecar.lstat()
    except OSError:  # it does not exist, or no longer
        return file
    if not stat.S_ISREG(status.st_mode):
        return file
    # A changed sidecar is a changed file.
    return replace(
        file,
        byte_count=file.byte_count + status.st_size,
        modified_at_ns=max(file.modified_at_ns or 0, status.st_mtime_ns),
        sidecar=str(sidecar),
    )


def _resolve(path: Path) -> Path:
    """Where a path leads. A circle of links, at which Path.resolve raises, stays as it is."""
    return Path(os.path.realpath(path))


def _read_manifest(file: SourceFile, found: Discovery) -> list[StatedLine]:
    path = Path(file.root_path, file.source_path)
    try:
        with path.open("rb") as stream:
            lines, rejected = open_manifest(stream, file.source_path)
    except OSError as error:
        message = describe_os_error(path, error)
        found.rejected.append(_reject(Path(file.root_path), path, "unreadable", message))
        return []
    found.rejected += [replace(item, root_path=file.root_path) for item in rejected]
    return lines


def _reject_link(path: Path, root: Path) -> RejectedRecord:
    message = (
        f"{path} is a symbolic link to a place outside {root}. Links out of the ingested folder are not followed; "
        "copy what it points to into the folder, or ingest that place itself."
    )
    return _reject(root, path, "link_outside", message)


def _reject(root: Path, path: Path, reason_code: str, message: str) -> RejectedRecord:
    return RejectedRecord(_show(path.relative_to(root)), "read", reason_code, message, root_path=str(root))


def _drop_repeated(files: list[SourceFile]) -> list[SourceFile]:
    """One entry a file: where two given paths lead to one file, the one with the widest root remains."""
    kept: dict[str, SourceFile] = {}
    for file in sorted(files, key=lambda file: (len(file.root_path), file.root_path, file.source_path)):
        kept.setdefault(os.path.join(file.root_path, file.source_path), file)  # noqa: PTH118 -- of thousands
    return sorted(kept.values(), key=lambda file: (file.root_path, file.source_path))


def _show(path: Path) -> str:
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def _describe_nothing_found(paths: Sequence[Path | str], passed_over: Counter[str]) -> str:
    places = ", ".join(show_path(path) for path in paths)
    if passed_over:
        seen = ", ".join(f"{count} {suffix}" for suffix, count in sorted(passed_over.items()))
        return f"There is no article file under {places}: passed over {seen}. Readable are {list_suffixes()}."
    return f"There is no article file under {places}: the folder is empty. Readable are {list_suffixes()}."
