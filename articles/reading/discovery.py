"""Find the input files under the paths a user gives."""

from __future__ import annotations

import hashlib
import os
import stat
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from articles.errors import InputError, UnreadableRecord
from articles.reading.formats import find_format, list_suffixes
from articles.reading.rejects import HASH_BYTES
from articles.records import RejectedRecord, SourceFile

if TYPE_CHECKING:
    from collections.abc import Sequence

SIDECAR_FORMATS = frozenset({"text", "html", "pdf"})
HIDDEN, LINK, SPECIAL = "(hidden)", "(link within the folder)", "(not a regular file)"


@dataclass(slots=True)
class Discovery:
    """What lies under the given paths.

    `files` is sorted by (root_path, source_path); `rejected` are files that cannot be taken, each with its reason;
    `passed_over` counts the other files by suffix, as no reader is known for them.
    """

    files: list[SourceFile] = field(default_factory=list)
    rejected: list[RejectedRecord] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)


def discover_files(paths: Sequence[Path]) -> list[SourceFile]:
    """Input files under `paths`, sorted by (root_path, source_path).

    A folder is a root and is searched with all its folders; the root of a single file is its folder. Raises InputError
    where a path is missing or no article file is found.
    """
    return survey_paths(paths).files


def survey_paths(paths: Sequence[Path]) -> Discovery:
    """Like `discover_files`, with what was rejected and what was passed over beside the files."""
    if not paths:
        raise InputError("No input was given. Name at least one file or folder of articles.")
    found = Discovery()
    for path in paths:
        if path.is_dir():
            _survey_folder(path, found)
        elif path.exists() or path.is_symlink():
            _survey_named_file(path, found)
        else:
            raise InputError(f"There is no file or folder {path}. Check the path (seen from {Path.cwd()}).")
    found.files = _drop_repeated(found.files)
    found.rejected.sort(key=lambda rejected: (rejected.source_path, rejected.reason_code))
    if not found.files and not found.rejected:
        raise InputError(_describe_nothing_found(paths, found.passed_over))
    return found


def hash_file(file: SourceFile) -> str:
    """BLAKE2b-128 of the bytes of a file and its sidecar, in hexadecimal. Raises UnreadableRecord if unreadable."""
    path = Path(file.root_path, file.source_path)
    digest = hashlib.blake2b(digest_size=HASH_BYTES)
    try:
        for part in filter(None, (path, find_sidecar(path))):
            with part.open("rb") as stream:
                while block := stream.read(1 << 20):
                    digest.update(block)
    except OSError as error:
        raise UnreadableRecord("unreadable", describe_os_error(path, error)) from error
    return digest.hexdigest()


def find_sidecar(path: Path) -> Path | None:
    """The file that holds an article's metadata: `article.json` beside `article.txt`, `.html` or `.pdf`."""
    file_format = find_format(path.name)
    if file_format is None or file_format.packing or file_format.name not in SIDECAR_FORMATS:
        return None
    sidecar = path.with_suffix(".json")
    return sidecar if sidecar.is_file() and not sidecar.is_symlink() else None


def describe_os_error(path: Path, error: OSError) -> str:
    """Say why the system would not let a file be read."""
    why = error.strerror or type(error).__name__
    return f"{path} cannot be read ({why}). Check that it is still there and that you may read it."


def _survey_folder(root: Path, found: Discovery) -> None:
    root = root.absolute()
    real_root = root.resolve()

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
        stems = {Path(name).stem for name in file_names if _may_have_sidecar(name)}
        for name in sorted(file_names):
            path = Path(folder, name)
            if name.endswith(".json") and path.stem in stems:
                continue  # read together with the article it stands beside
            if name.startswith("."):
                found.passed_over[HIDDEN] += 1
            elif find_format(name) is None:
                found.passed_over[path.suffix.lower() or "(no suffix)"] += 1
            else:
                _survey_file(path, root, real_root, found)


def _may_have_sidecar(name: str) -> bool:
    file_format = find_format(name)
    return file_format is not None and file_format.packing is None and file_format.name in SIDECAR_FORMATS


def _survey_linked_folder(path: Path, root: Path, real_root: Path, found: Discovery) -> None:
    # Folders behind links are not searched: inside the root they are found at their own place anyway.
    if path.resolve().is_relative_to(real_root):
        found.passed_over[LINK] += 1
    else:
        found.rejected.append(_reject_link(path, root))


def _survey_named_file(path: Path, found: Discovery) -> None:
    path = path.absolute()
    if find_format(path.name) is None:
        message = f"{path} has no suffix that names a readable format. Readable are {list_suffixes()}; rename the file."
        found.rejected.append(_reject(path.parent, path, "unknown_format", message))
        return
    # A link that the user names is meant; its own folder counts as the root.
    _survey_file(path, path.parent, path.resolve().parent, found)


def _survey_file(path: Path, root: Path, real_root: Path, found: Discovery) -> None:
    shown = _show(path.relative_to(root))
    if shown.encode("utf-8") != os.fsencode(path.relative_to(root)):
        message = f"The name of {shown} is not valid UTF-8. Rename the file."
        found.rejected.append(_reject(root, path, "bad_name", message))
        return
    if path.is_symlink() and not path.resolve().is_relative_to(real_root):
        found.rejected.append(_reject_link(path, root))
        return
    try:
        status = path.stat()
    except OSError as error:
        found.rejected.append(_reject(root, path, "unreadable", describe_os_error(path, error)))
        return
    if not stat.S_ISREG(status.st_mode):
        found.passed_over[SPECIAL] += 1
        return
    byte_count, modified_at_ns = status.st_size, status.st_mtime_ns
    if sidecar := find_sidecar(path):
        # A changed sidecar is a changed file.
        byte_count += sidecar.stat().st_size
        modified_at_ns = max(modified_at_ns, sidecar.stat().st_mtime_ns)
    found.files.append(SourceFile(str(root), shown, byte_count, modified_at_ns))


def _reject_link(path: Path, root: Path) -> RejectedRecord:
    message = (
        f"{path} is a symbolic link to a place outside {root}. Links out of the ingested folder are not followed; "
        "copy what it points to into the folder, or ingest that place itself."
    )
    return _reject(root, path, "link_outside", message)


def _reject(root: Path, path: Path, reason_code: str, message: str) -> RejectedRecord:
    return RejectedRecord(_show(path.relative_to(root)), "read", reason_code, message, root_path=str(root))


def _drop_repeated(files: list[SourceFile]) -> list[SourceFile]:
    """One entry a file: where two given paths lead to one file, the one with the widest root stays."""
    kept: dict[Path, SourceFile] = {}
    for file in sorted(files, key=lambda file: (len(file.root_path), file.root_path, file.source_path)):
        kept.setdefault(Path(file.root_path, file.source_path), file)
    return sorted(kept.values(), key=lambda file: (file.root_path, file.source_path))


def _show(path: Path) -> str:
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def _describe_nothing_found(paths: Sequence[Path], passed_over: Counter[str]) -> str:
    places = ", ".join(str(path) for path in paths)
    if passed_over:
        seen = ", ".join(f"{count} {suffix}" for suffix, count in sorted(passed_over.items()))
        return f"There is no article file under {places}: passed over {seen}. Readable are {list_suffixes()}."
    return f"There is no article file under {places}: the folder is empty. Readable are {list_suffixes()}."
