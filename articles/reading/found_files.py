"""What discovery finds, on disk and at addresses alike."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from articles.reading.formats import Holds, find_format
from articles.reading.manifest import attach_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.records import RejectedRecord, SourceFile, StatedLine

MOST_NAMES_KEPT = 1_000
MOST_NAMES_TOLD = 20
HIDDEN, LINK = "(hidden)", "(link within the folder)"


@dataclass(slots=True)
class Discovery:
    """What lies under the given paths.

    `files` is sorted by (root_path, source_path); `rejected` are files that cannot be taken, each with its reason;
    `passed_over` counts the other files by suffix; `unread_count` are those that no reader is known for and
    `unread_names` their paths below the root, at most 1,000.
    """

    files: list[SourceFile] = field(default_factory=list)
    rejected: list[RejectedRecord] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)
    unread_count: int = 0
    unread_names: list[str] = field(default_factory=list)

    def pass_over(self, name: str) -> None:
        """Record a file that has no reader, by its path below the root."""
        self.passed_over[PurePosixPath(name).suffix.lower() or "(no suffix)"] += 1
        self.unread_count += 1
        if len(self.unread_names) < MOST_NAMES_KEPT:
            self.unread_names.append(name)


def describe_unread(count: int, names: Sequence[str]) -> str:
    """Say which files were passed over, by name and count; empty where there are none."""
    if not count:
        return ""
    more = f" and {count - MOST_NAMES_TOLD:,} more" if count > MOST_NAMES_TOLD else ""
    listed = ", ".join(names[:MOST_NAMES_TOLD])
    files = "file" if count == 1 else "files"
    return f"Passed over {count:,} {files} of formats that are not read (see `quotehouse formats`): {listed}{more}."


def may_have_sidecar(name: str) -> bool:
    """Whether `article.json` beside a file of this name is its metadata: for files of one article."""
    file_format = find_format(name)
    return file_format is not None and file_format.packing is None and file_format.input_format.holds is Holds.ARTICLE


def attach_manifests(root: str, files: list[SourceFile], lines: Sequence[StatedLine], found: Discovery) -> None:
    """Add files of one root to what was found, with what its manifests say of each."""
    stated, missing = attach_lines(files, lines)
    found.files += stated
    found.rejected += [replace(rejected, root_path=root) for rejected in missing]
