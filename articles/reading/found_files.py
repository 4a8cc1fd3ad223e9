"""What discovery finds, on disk and at addresses alike."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from articles.reading.formats import Holds, find_format
from articles.reading.manifest import attach_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.records import RejectedRecord, SourceFile, StatedLine

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


def may_have_sidecar(name: str) -> bool:
    """Whether `article.json` beside a file of this name is its metadata: for files of one article."""
    file_format = find_format(name)
    return file_format is not None and file_format.packing is None and file_format.input_format.holds is Holds.ARTICLE


def attach_manifests(root: str, files: list[SourceFile], lines: Sequence[StatedLine], found: Discovery) -> None:
    """Add files of one root to what was found, with what its manifests say of each."""
    stated, missing = attach_lines(files, lines)
    found.files += stated
    found.rejected += [replace(rejected, root_path=root) for rejected in missing]
